package os

import (
	"net"
	"strconv"

	"github.com/dop251/goja"
)

// networkInterfaces lists the addresses of the interfaces that are up, those of
// IPv4 first.
func (m *module) networkInterfaces() goja.Value {
	out := m.vm.NewObject()
	list, err := net.Interfaces()
	m.must("uv_interface_addresses", err)
	for _, i := range list {
		if i.Flags&net.FlagUp == 0 {
			continue
		}
		addresses, err := i.Addrs()
		if err != nil {
			continue
		}
		var v4, v6 []any
		for _, a := range addresses {
			n, ok := a.(*net.IPNet)
			if !ok {
				continue
			}
			if n.IP.To4() != nil {
				v4 = append(v4, m.address(i, n, false))
			} else {
				v6 = append(v6, m.address(i, n, true))
			}
		}
		if len(v4)+len(v6) > 0 {
			_ = out.Set(i.Name, m.vm.NewArray(append(v4, v6...)...))
		}
	}
	return out
}

func (m *module) address(i net.Interface, n *net.IPNet, v6 bool) *goja.Object {
	family, mac := "IPv4", i.HardwareAddr.String()
	if v6 {
		family = "IPv6"
	}
	if mac == "" {
		mac = "00:00:00:00:00:00"
	}
	mask := n.Mask
	if !v6 && len(mask) == net.IPv6len {
		mask = mask[12:]
	}
	ones, _ := mask.Size()
	o := m.vm.NewObject()
	_ = o.Set("address", n.IP.String())
	_ = o.Set("netmask", net.IP(mask).String())
	_ = o.Set("family", family)
	_ = o.Set("mac", mac)
	_ = o.Set("internal", i.Flags&net.FlagLoopback != 0)
	_ = o.Set("cidr", n.IP.String()+"/"+strconv.Itoa(ones))
	if v6 {
		scope := 0
		if n.IP.IsLinkLocalUnicast() {
			scope = i.Index
		}
		_ = o.Set("scopeid", scope)
	}
	return o
}
