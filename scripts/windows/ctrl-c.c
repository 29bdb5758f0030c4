// ctrl-c FILE PROGRAM WORDS…: presses Ctrl-C on a console of its own as soon as the program there has made the file, and
// ends with the program's status.
#include <windows.h>
#include <wchar.h>

static BOOL WINAPI ignored(DWORD event) {
  return TRUE;
}

int wmain(int count, wchar_t **words) {
  STARTUPINFOW start = { sizeof start };
  start.dwFlags = STARTF_USESTDHANDLES;
  start.hStdInput = GetStdHandle(STD_INPUT_HANDLE);
  start.hStdOutput = GetStdHandle(STD_OUTPUT_HANDLE);
  start.hStdError = GetStdHandle(STD_ERROR_HANDLE);
  FreeConsole();
  if (!AllocConsole() || !SetConsoleCtrlHandler(ignored, TRUE)) {
    return 97;
  }
  wchar_t line[8000] = L"";
  for (int at = 2; at < count; at++) {
    wcscat(wcscat(wcscat(line, L"\""), words[at]), L"\" ");
  }
  PROCESS_INFORMATION child;
  if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, 0, NULL, NULL, &start, &child)) {
    return 98;
  }
  for (int tries = 0; tries < 600 && GetFileAttributesW(words[1]) == INVALID_FILE_ATTRIBUTES; tries++) {
    Sleep(50);
  }
  DWORD status = 99;
  GenerateConsoleCtrlEvent(CTRL_C_EVENT, 0);
  WaitForSingleObject(child.hProcess, 20000);
  GetExitCodeProcess(child.hProcess, &status);
  return (int)status;
}
