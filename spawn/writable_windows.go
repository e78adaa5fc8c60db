package spawn

import "syscall"

// writable asks whether this process may write a file, or add a file to a folder, by opening it for that.
func writable(path string) bool {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return true
	}
	const fileWriteData = 2 // for a folder: FILE_ADD_FILE
	h, err := syscall.CreateFile(name, fileWriteData, syscall.FILE_SHARE_READ|syscall.FILE_SHARE_WRITE|syscall.FILE_SHARE_DELETE,
		nil, syscall.OPEN_EXISTING, syscall.FILE_FLAG_BACKUP_SEMANTICS, 0)
	if err != nil {
		return err != syscall.ERROR_ACCESS_DENIED
	}
	_ = syscall.CloseHandle(h)
	return true
}
