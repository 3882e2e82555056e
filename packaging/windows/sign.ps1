# Signs files by the certificate in the environment (CERTIFICATE, a PFX in Base64, and PASSWORD); without one it says so.
$ErrorActionPreference = "Stop"
if (-not $env:CERTIFICATE) {
    Write-Output "::notice title=Not signed::WINDOWS_CERTIFICATE is not set: Windows warns before this program."
    exit 0
}
$pfx = Join-Path $env:RUNNER_TEMP "certificate.pfx"
[IO.File]::WriteAllBytes($pfx, [Convert]::FromBase64String($env:CERTIFICATE))
try {
    $kits = "${env:ProgramFiles(x86)}\Windows Kits\10\bin"
    $tool = Get-ChildItem -Path $kits -Recurse -Filter signtool.exe | Where-Object { $_.FullName -match "\\x64\\" } |
        Sort-Object FullName | Select-Object -Last 1
    & $tool.FullName sign /fd sha256 /td sha256 /tr http://timestamp.digicert.com /f $pfx /p $env:PASSWORD $args
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
    & $tool.FullName verify /pa $args
    exit $LASTEXITCODE
} finally {
    Remove-Item $pfx
}
