// Authentication: a server behind a proxy that wants a token, a name and a password, or a header of its own.
// usage: COMFYUI_TOKEN=… authentication SERVER
// An address "https://name:password@host/prefix" works as well.
#include <cstdlib>
#include <iostream>

#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

/// Every HTTP request and the WebSocket upgrade carry them. They are never printed: `describe` shows names.
Result<net::Credentials> credentials() {
    net::Credentials all;
    if (const char* token = std::getenv("COMFYUI_TOKEN")) all = net::Credentials::bearer(token);
    if (const char* user = std::getenv("COMFYUI_USER")) {
        const char* password = std::getenv("COMFYUI_PASSWORD");
        all = net::Credentials::basic(user, password ? password : "");
    }
    if (const char* studio = std::getenv("COMFYUI_STUDIO")) {
        const auto field = net::Credentials::header("X-Studio", studio);
        if (!field) return field;
        all = all + *field;
    }
    return all;
}

int say(const Error& error) {
    std::cerr << describe(error) << "\n";
    return error.code == Errc::unauthorized ? 3 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    auto config = parse_server_address(argc == 2 ? argv[1] : "");
    if (!config) return std::cerr << "usage: COMFYUI_TOKEN=… authentication SERVER\n", 2;
    const auto secrets = credentials();
    if (!secrets) return say(secrets.error());
    config->credentials = config->credentials + *secrets;
    std::cout << "sending " << config->credentials.describe() << "\n";

    BlockingClient client{*config};
    if (const auto open = client.open(30s); !open) return say(open.error());
    const auto stats = client.system_stats(30s);
    if (!stats) return say(stats.error());
    std::cout << "let in: ComfyUI " << stats->comfyui_version << "\n";
    return 0;
}
