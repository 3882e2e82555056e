; The installer for one person: no administrator, upgrades in place, and leaves pictures, settings and journal alone.
; makensis -DVERSION=1.2.3 -DPROGRAM=<folder with sfumato.exe> -DOUTPUT=<setup.exe> [-DICON=<sfumato.ico>] sfumato.nsi

; A 64-bit stub: the usual one does not start where 32-bit programs are not supported.
Target amd64-unicode
Unicode true
SetCompressor /SOLID lzma
ManifestDPIAware true
RequestExecutionLevel user

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"

!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sfumato"

Name "Sfumato"
OutFile "${OUTPUT}"
InstallDir "$LOCALAPPDATA\Programs\Sfumato"
InstallDirRegKey HKCU "${UNINSTALL_KEY}" "InstallLocation"
BrandingText "Sfumato ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Sfumato"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "FileDescription" "Sfumato Setup"
VIAddVersionKey "LegalCopyright" "Sfumato contributors, MIT"
!ifdef ICON
  !define MUI_ICON "${ICON}"
  !define MUI_UNICON "${ICON}"
!endif

!define MUI_FINISHPAGE_RUN "$INSTDIR\sfumato.exe"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Ask a running copy to close, as its own close button does, and wait: it may have something to finish, or to ask.
; Nothing is ever ended by force. Exit code 3 of a silent run says that it did not close.
!macro CloseRunningCopy un
  Function ${un}CloseRunningCopy
    again:
    StrCpy $0 0
    ${Do}
      ${IfNot} ${FileExists} "$INSTDIR\sfumato.exe"
        Return
      ${EndIf}
      ClearErrors
      ; A program that runs cannot be opened for writing.
      FileOpen $1 "$INSTDIR\sfumato.exe" a
      ${IfNot} ${Errors}
        FileClose $1
        Return
      ${EndIf}
      ${If} $0 == 0
        nsExec::Exec '"$SYSDIR\taskkill.exe" /IM sfumato.exe'
        Pop $1
      ${EndIf}
      Sleep 500
      IntOp $0 $0 + 1
    ${LoopUntil} $0 > 40
    IfSilent +2
    MessageBox MB_RETRYCANCEL|MB_ICONINFORMATION "Sfumato is still open. Close it, then try again." IDRETRY again
    SetErrorLevel 3
    Abort
  FunctionEnd
!macroend
!insertmacro CloseRunningCopy ""
!insertmacro CloseRunningCopy "un."

; What is the program's own. Everything else in the folder is the person's.
!macro RemoveProgram
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\Sfumato previous"
  RMDir /r "$INSTDIR\.sfumato-incoming"
  Delete "$INSTDIR\sfumato.exe"
  Delete "$INSTDIR\sfumato-console.exe"
!macroend

Section "Sfumato"
  Call CloseRunningCopy
  !insertmacro RemoveProgram
  SetOutPath "$INSTDIR"
  ClearErrors
  File /r "${PROGRAM}/*"
  ${If} ${Errors}
    SetErrorLevel 4
    Abort "Not everything could be written."
  ${EndIf}
  WriteUninstaller "$INSTDIR\Uninstall.exe"
  CreateShortcut "$SMPROGRAMS\Sfumato.lnk" "$INSTDIR\sfumato.exe"

  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "Sfumato"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\sfumato.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "Sfumato contributors"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\Uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\Uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1
  ${GetSize} "$INSTDIR\_internal" "/S=0K" $0 $1 $2
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" $0
SectionEnd

Section "Uninstall"
  Call un.CloseRunningCopy
  !insertmacro RemoveProgram
  Delete "$INSTDIR\Uninstall.exe"
  Delete "$SMPROGRAMS\Sfumato.lnk"
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  ; Goes only when it is empty: a portable copy's data, or a library that somebody put there, stays.
  SetOutPath "$TEMP"
  RMDir "$INSTDIR"
SectionEnd
