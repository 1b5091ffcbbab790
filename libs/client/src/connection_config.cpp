#include <divan/client/connection_config.hpp>

namespace divan {

Result<ConnectionConfig> parse_server_address(std::string_view address) {
    auto url = net::parse_url(address);
    if (!url) return fail(std::move(url).error());
    ConnectionConfig config{std::move(*url)};
    if (config.origin.user_info.empty()) return config;
    const std::string& user_info = config.origin.user_info;
    const auto colon = user_info.find(':');
    const std::string password = colon == std::string::npos ? std::string{} : user_info.substr(colon + 1);
    config.credentials = net::Credentials::basic(user_info.substr(0, colon), password);
    config.origin.user_info.clear();
    return config;
}

}  // namespace divan
