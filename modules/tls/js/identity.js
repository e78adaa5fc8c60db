'use strict';
// Whether a certificate is of the host that was meant (RFC 6125).
const { codes } = require('internal/errors');
const { isIP } = require('net');

const labels = (name) => name.toLowerCase().replace(/\.$/, '').split('.');

// Host names in ASCII, as other characters compare in surprising ways.
const plain = (part) => /^[\x21-\x7e]*$/.test(part);

function matches(host, pattern) {
  if (!pattern) return false;
  const wanted = labels(pattern);
  if (host.length !== wanted.length || wanted.includes('') || !wanted.every(plain)) return false;
  for (let i = host.length - 1; i > 0; i--) {
    if (host[i] !== wanted[i]) return false;
  }
  const [first] = host;
  const [label] = wanted;
  const parts = label.split('*');
  if (parts.length === 1 || label.includes('xn--')) return first === label;
  if (parts.length > 2 || wanted.length <= 2) return false;
  const [before, after] = parts;
  return before.length + after.length <= first.length && first.startsWith(before) && first.endsWith(after);
}

// subjectaltname is a list with commas, its values quoted like JSON where they have commas themselves.
function split(text) {
  const list = [];
  let current = '';
  for (let i = 0; i !== text.length;) {
    const comma = text.indexOf(', ', i);
    const quote = text.indexOf('"', i);
    if (quote !== -1 && (comma === -1 || quote < comma)) {
      current += text.slice(i, quote);
      const string = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/.exec(text.slice(quote));
      if (!string) throw new codes.ERR_TLS_CERT_ALTNAME_FORMAT();
      current += JSON.parse(string[0]);
      i = quote + string[0].length;
    } else if (comma !== -1) {
      list.push(current + text.slice(i, comma));
      current = '';
      i = comma + 2;
    } else {
      current += text.slice(i);
      i = text.length;
    }
  }
  list.push(current);
  return list;
}

function canonicalIP(ip) {
  const family = isIP(ip);
  return family === 6 ? new URL(`http://[${ip}]/`).hostname : family === 4 ? ip : '';
}

function checkServerIdentity(hostname, cert) {
  const { subject, subjectaltname: names } = cert;
  const dns = [];
  const ips = [];
  hostname = `${hostname}`;
  if (names) {
    for (const name of names.includes('"') ? split(names) : names.split(', ')) {
      if (name.startsWith('DNS:')) dns.push(name.slice(4));
      else if (name.startsWith('IP Address:')) ips.push(canonicalIP(name.slice(11)));
    }
  }
  let reason;
  hostname = hostname.replace(/\.$/, '');
  const host = labels(hostname);
  if (isIP(hostname)) {
    if (!ips.includes(canonicalIP(hostname))) reason = `IP: ${hostname} is not in the cert's list: ${ips.join(', ')}`;
  } else if (dns.length > 0 || subject?.CN) {
    if (dns.length > 0) {
      if (!dns.some((pattern) => matches(host, pattern))) reason = `Host: ${hostname}. is not in the cert's altnames: ${names}`;
    } else {
      const { CN } = subject;
      const found = Array.isArray(CN) ? CN.some((pattern) => matches(host, pattern)) : matches(host, CN);
      if (!found) reason = `Host: ${hostname}. is not cert's CN: ${CN}`;
    }
  } else {
    reason = 'Cert does not contain a DNS name';
  }
  if (reason) return Object.assign(new codes.ERR_TLS_CERT_ALTNAME_INVALID(reason), { reason, host: hostname, cert });
}

module.exports = { checkServerIdentity };
