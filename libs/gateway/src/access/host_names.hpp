#pragma once

#include <string>
#include <string_view>

#include <divan/gateway/config.hpp>

namespace divan::gateway {

/// Whether a request for that Host may come here. On a loopback or private address a foreign name means that
/// a web page had a name of its own point at us (DNS rebinding), and would read what only the inside may.
/// Taken are loopback's names, the address itself, `listen.hosts`, and the host of `listen.public_url`. On
/// other addresses every name is taken, unless `listen.hosts` names some. Without a Host no page has asked.
bool takes_host(const ListenConfig& listen, std::string_view host);

}  // namespace divan::gateway
