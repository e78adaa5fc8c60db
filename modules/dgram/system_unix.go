//go:build unix

package dgram

import (
	"net"
	"os"
	"strings"
	"syscall"

	"github.com/dop251/goja"
	"golang.org/x/sys/unix"

	"github.com/gojs-run/gojs/internal/ipc"
)

// control does something with the descriptor.
func (h *handle) control(f func(fd int) error) error {
	if h.conn == nil || h.closed {
		return syscall.EBADF
	}
	raw, err := h.conn.SyscallConn()
	if err != nil {
		return err
	}
	var ferr error
	if err := raw.Control(func(fd uintptr) { ferr = f(int(fd)) }); err != nil {
		return err
	}
	return ferr
}

// prepare sets what has to be set before a socket is bound.
func prepare(c syscall.RawConn, reuseAddr, reusePort, dual bool) error {
	var serr error
	set := func(fd uintptr, level, option int, on bool) {
		if serr == nil {
			n := 0
			if on {
				n = 1
			}
			serr = unix.SetsockoptInt(int(fd), level, option, n)
		}
	}
	if err := c.Control(func(fd uintptr) {
		if reuseAddr {
			set(fd, unix.SOL_SOCKET, unix.SO_REUSEADDR, true)
		}
		if reusePort {
			set(fd, unix.SOL_SOCKET, unix.SO_REUSEPORT, true)
		}
		if dual {
			set(fd, unix.IPPROTO_IPV6, unix.IPV6_V6ONLY, false)
		}
	}); err != nil {
		return err
	}
	return serr
}

// adopt makes a descriptor of the process the handle's.
func (h *handle) adopt(fd int) error {
	if h.conn != nil || h.closed {
		return syscall.EBUSY
	}
	if kind, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE); err != nil || kind != unix.SOCK_DGRAM {
		return syscall.EINVAL
	}
	d, err := ipc.Duplicate(fd)
	if err != nil {
		return err
	}
	f := os.NewFile(uintptr(d), "udp")
	defer f.Close()
	c, err := net.FilePacketConn(f)
	if err != nil {
		return err
	}
	conn, ok := c.(*net.UDPConn)
	if !ok {
		c.Close()
		return syscall.EINVAL
	}
	h.conn = conn
	return nil
}

func isIPv6(fd int) bool {
	name, err := unix.Getsockname(fd)
	_, is := name.(*unix.SockaddrInet6)
	return err == nil && is
}

// set sets an option by the name of its method.
func (h *handle) set(name string, v goja.Value) error {
	return h.control(func(fd int) error {
		n := int(v.ToInteger())
		if name == "setBroadcast" || name == "setMulticastLoopback" {
			n = 0
			if v.ToBoolean() {
				n = 1
			}
		} else if name != "setMulticastInterface" && (n < 0 || n > 255 || name == "setTTL" && n == 0) {
			return syscall.EINVAL
		}
		level, option := unix.IPPROTO_IP, unix.IP_TTL
		switch name {
		case "setBroadcast":
			level, option = unix.SOL_SOCKET, unix.SO_BROADCAST
		case "setTTL":
			if h.ipv6 {
				level, option = unix.IPPROTO_IPV6, unix.IPV6_UNICAST_HOPS
			}
		case "setMulticastTTL":
			if option = unix.IP_MULTICAST_TTL; h.ipv6 {
				level, option = unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_HOPS
			}
		case "setMulticastLoopback":
			if option = unix.IP_MULTICAST_LOOP; h.ipv6 {
				level, option = unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_LOOP
			}
		case "setMulticastInterface":
			return h.multicastInterface(fd, v.String())
		}
		return unix.SetsockoptInt(fd, level, option, n)
	})
}

func (h *handle) multicastInterface(fd int, address string) error {
	address, zone, _ := strings.Cut(address, "%")
	ip := net.ParseIP(address)
	switch {
	case ip == nil, h.ipv6 != (ip.To4() == nil):
		return syscall.EINVAL
	case h.ipv6:
		index := 0
		if zone != "" {
			ifi, err := net.InterfaceByName(zone)
			if err != nil {
				return syscall.EINVAL
			}
			index = ifi.Index
		}
		return unix.SetsockoptInt(fd, unix.IPPROTO_IPV6, unix.IPV6_MULTICAST_IF, index)
	}
	return unix.SetsockoptInet4Addr(fd, unix.IPPROTO_IP, unix.IP_MULTICAST_IF, [4]byte(ip.To4()))
}

// membership joins or leaves a group, on an interface if one is named, for one source if one is named.
func (h *handle) membership(join bool, group, iface, source string) error {
	ip := net.ParseIP(group)
	if ip == nil {
		return syscall.EINVAL
	}
	return h.control(func(fd int) error {
		if source != "" {
			return sourceMembership(fd, join, ip, iface, source)
		}
		if v4 := ip.To4(); v4 != nil && !h.ipv6 {
			request := &unix.IPMreq{Multiaddr: [4]byte(v4)}
			if on := net.ParseIP(iface).To4(); on != nil {
				request.Interface = [4]byte(on)
			} else if iface != "" {
				return syscall.EINVAL
			}
			option := unix.IP_ADD_MEMBERSHIP
			if !join {
				option = unix.IP_DROP_MEMBERSHIP
			}
			return unix.SetsockoptIPMreq(fd, unix.IPPROTO_IP, option, request)
		}
		if !h.ipv6 {
			return syscall.EINVAL
		}
		request := &unix.IPv6Mreq{Multiaddr: [16]byte(ip.To16())}
		option := unix.IPV6_JOIN_GROUP
		if !join {
			option = unix.IPV6_LEAVE_GROUP
		}
		return unix.SetsockoptIPv6Mreq(fd, unix.IPPROTO_IPV6, option, request)
	})
}

// bufferSize sets the size of a buffer of the kernel's, unless it is 0, and returns it.
func (h *handle) bufferSize(n int, receive bool) (size int, err error) {
	option := unix.SO_SNDBUF
	if receive {
		option = unix.SO_RCVBUF
	}
	err = h.control(func(fd int) error {
		if n > 0 {
			if n > 1<<31-1 {
				return syscall.EINVAL
			}
			if err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, option, n); err != nil {
				return err
			}
		}
		var err error
		size, err = unix.GetsockoptInt(fd, unix.SOL_SOCKET, option)
		return err
	})
	return size, err
}
