#pragma once

#include <boost/asio/ip/address.hpp>

namespace divan::net {

/// Whether an address belongs to the public internet. False for every range that leads back into a network of
/// ours: loopback, private, link-local (with the metadata services of clouds), shared by carriers, multicast,
/// unspecified, reserved, documentation, and IPv6 forms that carry an IPv4 address (mapped, NAT64, 6to4,
/// Teredo), whatever they carry. Sources: IANA's special-purpose address registries (RFC 6890 and updates,
/// 2025); 168.63.129.16 is Azure's host.
bool is_public_address(const boost::asio::ip::address& address);

}  // namespace divan::net
