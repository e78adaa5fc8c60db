package dgram

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// sourceMembership joins or leaves a group for one source. The kernel's request is three addresses.
func sourceMembership(fd int, join bool, group net.IP, iface, source string) error {
	from, to := net.ParseIP(source).To4(), group.To4()
	if from == nil || to == nil {
		return syscall.EINVAL
	}
	var request [12]byte
	copy(request[:4], to)
	if on := net.ParseIP(iface).To4(); on != nil {
		copy(request[4:8], on)
	}
	copy(request[8:], from)
	option := unix.IP_ADD_SOURCE_MEMBERSHIP
	if !join {
		option = unix.IP_DROP_SOURCE_MEMBERSHIP
	}
	return unix.SetsockoptString(fd, unix.IPPROTO_IP, option, string(request[:]))
}
