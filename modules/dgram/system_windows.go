package dgram

import (
	"net"
	"syscall"

	"github.com/dop251/goja"
)

// The option numbers that package syscall does not have.
const (
	ipTTL     = 4
	ipv6Hops  = 4
	addrReuse = 4
)

func (h *handle) control(f func(fd syscall.Handle) error) error {
	if h.conn == nil || h.closed {
		return syscall.EBADF
	}
	raw, err := h.conn.SyscallConn()
	if err != nil {
		return err
	}
	var ferr error
	if err := raw.Control(func(fd uintptr) { ferr = f(syscall.Handle(fd)) }); err != nil {
		return err
	}
	return ferr
}

// prepare sets what has to be set before a socket is bound.
func prepare(c syscall.RawConn, reuseAddr, reusePort, _ bool) error {
	if reusePort {
		return syscall.EWINDOWS
	}
	var serr error
	if err := c.Control(func(fd uintptr) {
		if reuseAddr {
			serr = syscall.SetsockoptInt(syscall.Handle(fd), syscall.SOL_SOCKET, addrReuse, 1)
		}
	}); err != nil {
		return err
	}
	return serr
}

// adopt fails: sockets are not among a Windows process's descriptors.
func (h *handle) adopt(int) error { return syscall.EWINDOWS }

func isIPv6(int) bool { return false }

// set sets an option by the name of its method.
func (h *handle) set(name string, v goja.Value) error {
	return h.control(func(fd syscall.Handle) error {
		n := int(v.ToInteger())
		if v.ToBoolean() && (name == "setBroadcast" || name == "setMulticastLoopback") {
			n = 1
		}
		level, option := syscall.IPPROTO_IP, ipTTL
		if h.ipv6 {
			level, option = syscall.IPPROTO_IPV6, ipv6Hops
		}
		switch name {
		case "setBroadcast":
			level, option = syscall.SOL_SOCKET, syscall.SO_BROADCAST
		case "setMulticastTTL":
			option = syscall.IP_MULTICAST_TTL
			if h.ipv6 {
				option = syscall.IPV6_MULTICAST_HOPS
			}
		case "setMulticastLoopback":
			option = syscall.IP_MULTICAST_LOOP
			if h.ipv6 {
				option = syscall.IPV6_MULTICAST_LOOP
			}
		case "setMulticastInterface":
			ip := net.ParseIP(v.String()).To4()
			if ip == nil || h.ipv6 {
				return syscall.EINVAL
			}
			return syscall.SetsockoptInet4Addr(fd, syscall.IPPROTO_IP, syscall.IP_MULTICAST_IF, [4]byte(ip))
		}
		return syscall.SetsockoptInt(fd, level, option, n)
	})
}

// membership joins or leaves a group.
func (h *handle) membership(join bool, group, iface, source string) error {
	ip := net.ParseIP(group)
	if ip == nil || source != "" {
		return syscall.EINVAL
	}
	return h.control(func(fd syscall.Handle) error {
		if v4 := ip.To4(); v4 != nil {
			request := &syscall.IPMreq{Multiaddr: [4]byte(v4)}
			if on := net.ParseIP(iface).To4(); on != nil {
				request.Interface = [4]byte(on)
			}
			option := syscall.IP_ADD_MEMBERSHIP
			if !join {
				option = syscall.IP_DROP_MEMBERSHIP
			}
			return syscall.SetsockoptIPMreq(fd, syscall.IPPROTO_IP, option, request)
		}
		request := &syscall.IPv6Mreq{Multiaddr: [16]byte(ip.To16())}
		option := syscall.IPV6_JOIN_GROUP
		if !join {
			option = syscall.IPV6_LEAVE_GROUP
		}
		return syscall.SetsockoptIPv6Mreq(fd, syscall.IPPROTO_IPV6, option, request)
	})
}

// bufferSize sets the size of a buffer of the system's, unless it is 0, and returns it.
func (h *handle) bufferSize(n int, receive bool) (size int, err error) {
	option := syscall.SO_SNDBUF
	if receive {
		option = syscall.SO_RCVBUF
	}
	err = h.control(func(fd syscall.Handle) error {
		if n > 0 {
			if err := syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, option, n); err != nil {
				return err
			}
		}
		size, err = syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, option)
		return err
	})
	return size, err
}
