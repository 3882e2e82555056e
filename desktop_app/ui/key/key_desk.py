"""What a key changes in the window: who paints, which models there are, and whether the card that asks for one shows."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QSettings

from desktop_app.store.secrets import KeyPlace
from desktop_app.ui.key.key_banner import KeyBanner
from desktop_app.ui.key.key_flow import KeyFlow
from desktop_app.ui.models_desk import ModelsDesk
from desktop_app.ui.order_desk import OrderDesk
from desktop_app.ui.settings.settings_flow import SettingsFlow


class KeyDesk(QObject):
    """Follows the key; `arrangement` keeps whether there was one, for the first look of the next start."""

    def __init__(
        self,
        keys: KeyFlow,
        banner: KeyBanner,
        orders: OrderDesk,
        models: ModelsDesk,
        settings: SettingsFlow,
        arrangement: QSettings,
    ) -> None:
        super().__init__(banner)
        self._keys = keys
        self._banner = banner
        self._orders = orders
        self._models = models
        self._settings = settings
        self._arrangement = arrangement
        keys.attach(banner.form)
        keys.place_changed.connect(self._on_place_changed)
        keys.loaded.connect(self._on_looked_for)
        banner.dismissed.connect(self._on_dismissed)

    def _on_place_changed(self, place: KeyPlace) -> None:
        self._orders.set_demo(is_demo=place is KeyPlace.NOWHERE)
        if place is not KeyPlace.NOWHERE:
            self._models.refresh_quietly()
        self._show_banner_if_needed()

    def _on_looked_for(self) -> None:
        self._orders.set_demo(is_demo=not self._keys.has_key)
        self._orders.key_is_known()
        self._show_banner_if_needed()

    def _show_banner_if_needed(self) -> None:
        self._arrangement.setValue("had_key", "yes" if self._keys.has_key else "no")
        self._banner.setVisible(not self._keys.has_key and not self._settings.settings.key_hint_hidden)

    def _on_dismissed(self) -> None:
        self._banner.hide()
        self._settings.put_in_force(replace(self._settings.settings, key_hint_hidden=True))
