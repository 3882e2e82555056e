/* Starts the program from an embeddable Python, for trying the installer on a system that cannot freeze for Windows. */

#include <stdlib.h>
#include <wchar.h>
#include <windows.h>

typedef int (*py_main)(int, wchar_t **);

int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, PWSTR line, int show)
{
    static wchar_t place[MAX_PATH * 4];
    DWORD length = GetModuleFileNameW(NULL, place, MAX_PATH * 3);
    (void)instance; (void)before; (void)line; (void)show;
    if (length == 0 || length >= MAX_PATH * 3)
        return 120;
    wchar_t *name = wcsrchr(place, L'\\');
    wcscpy(name, L"\\_internal\\" PYTHON_DLL);
    HMODULE python = LoadLibraryExW(place, NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    py_main run = python ? (py_main)(void *)GetProcAddress(python, "Py_Main") : NULL;
    if (!run)
        return 121;
    wchar_t **words = calloc(__argc + 4, sizeof *words);
    words[0] = __wargv[0];
    words[1] = L"-m";
    words[2] = L"desktop_app";
    for (int i = 1; i < __argc; i++)
        words[i + 2] = __wargv[i];
    return run(__argc + 2, words);
}
