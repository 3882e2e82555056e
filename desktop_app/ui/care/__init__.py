"""What a person says about pictures, on the screen."""
