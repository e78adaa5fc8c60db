//go:build unix && !linux

package dgram

import (
	"net"
	"syscall"

	"golang.org/x/sys/unix"
)

// sourceMembership joins or leaves a group for one source. The kernel's request is three addresses: group, source,
// interface.
func sourceMembership(fd int, join bool, group net.IP, iface, source string) error {
	const add, drop = 70, 71 // IP_ADD_SOURCE_MEMBERSHIP, IP_DROP_SOURCE_MEMBERSHIP
	from, to := net.ParseIP(source).To4(), group.To4()
	if from == nil || to == nil {
		return syscall.EINVAL
	}
	var request [12]byte
	copy(request[:4], to)
	copy(request[4:8], from)
	if on := net.ParseIP(iface).To4(); on != nil {
		copy(request[8:], on)
	}
	option := add
	if !join {
		option = drop
	}
	return unix.SetsockoptString(fd, unix.IPPROTO_IP, option, string(request[:]))
}
