#include "server_access.hpp"

#include <ostream>

#include <divan/base/text.hpp>

namespace divan::app {
namespace {

Result<net::Credentials> credentials_of(const Settings& settings) {
    net::Credentials credentials;
    if (!settings.basic_auth.empty()) {
        const auto colon = settings.basic_auth.find(':');
        if (colon == std::string::npos)
            return fail(Errc::invalid_argument, "basic credentials have no colon", "write name:password");
        credentials = net::Credentials::basic(settings.basic_auth.substr(0, colon),
                                              settings.basic_auth.substr(colon + 1));
    }
    if (!settings.bearer_token.empty())
        credentials = credentials + net::Credentials::bearer(settings.bearer_token);
    for (const std::string& header : settings.headers) {
        const auto colon = header.find(':');
        if (colon == std::string::npos)
            return fail(Errc::invalid_argument, "the header '" + header + "' has no colon",
                        "write \"Name: value\"");
        const auto field =
            net::Credentials::header(header.substr(0, colon), std::string{trim(header.substr(colon + 1))});
        if (!field) return fail(field.error());
        credentials = credentials + *field;
    }
    return credentials;
}

Result<std::unique_ptr<engine::Engine>> start_engine(const Program& program, const Settings& settings,
                                                     const Logger& log) {
    engine::EngineConfig config;
    config.models_file = settings.models_file;
    auto engine = std::make_unique<engine::Engine>(std::move(config), log);
    if (const auto started = engine->start(); !started) return fail(started.error());
    if (!program.quiet)
        program.shell.err << "no server configured: using the embedded engine, which draws stand-in pictures "
                             "(--server URL for a real one)"
                          << std::endl;
    return engine;
}

}  // namespace

Result<ConnectionConfig> connection_of(const std::string& url, const Settings& settings) {
    const auto credentials = credentials_of(settings);
    if (!credentials) return fail(credentials.error());
    auto config = parse_server_address(url);
    if (!config) return fail(std::move(config).error().with("server", url));
    config->credentials = config->credentials + *credentials;
    config->ca_file = settings.ca_file;
    config->client_id = protocol::ClientId{settings.client_id};
    config->comfy_org_api_key = settings.comfy_org_api_key;
    return config;
}

Result<ServerAccess> ServerAccess::open(const Program& program, const Settings& settings) {
    ServerAccess access;
    access.log_ = std::make_unique<Logger>(settings.log_level, program.shell.err);
    for (const std::string& url : settings.servers) {
        auto config = connection_of(url, settings);
        if (!config) return fail(std::move(config).error());
        access.servers_.push_back(*std::move(config));
    }
    if (!access.servers_.empty()) return access;
    auto engine = start_engine(program, settings, *access.log_);
    if (!engine) return fail(engine.error());
    access.engine_ = *std::move(engine);
    auto config = parse_server_address(access.engine_->url());
    if (!config) return fail(config.error());
    access.servers_.push_back(*std::move(config));
    return access;
}

}  // namespace divan::app
