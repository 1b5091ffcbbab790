#include <divan/gateway/gateway.hpp>

#include <fmt/format.h>

#include <boost/asio/ip/address.hpp>
#include <divan/gateway/keys.hpp>
#include <divan/net/before.hpp>
#include <divan/net/http_server.hpp>

#include "access/page_rules.hpp"
#include "additions/told_job.hpp"
#include "http/front.hpp"
#include "operations/certificate_watch.hpp"
#include "operations/open_database.hpp"
#include "pictures/blank_pictures.hpp"
#include "pictures/input_scaling.hpp"
#include "simple/shelf.hpp"

namespace divan::gateway {
namespace {

constexpr std::chrono::milliseconds kLastAnswers{500};  // for those who ask while everything ends

bool is_loopback(const std::string& address) {
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    return address == "localhost" || (!error && parsed.is_loopback());
}

Result<std::shared_ptr<net::TlsIdentity>> load_identity(const ListenConfig& listen) {
    if (listen.speaks_tls()) return net::TlsIdentity::load(listen.certificate, listen.certificate_key);
    if (listen.certificate_key.empty()) return nullptr;
    return fail(
        Errc::invalid_argument,
        "there is a private key for TLS ('" + listen.certificate_key.string() + "') and no certificate",
        "name the certificate too: 'certificate' in [tls], or --tls-certificate");
}

}  // namespace

class Gateway::Impl {
public:
    Impl(asio::any_io_executor executor, GatewayConfig config, const Logger& log)
        : executor_{std::move(executor)}, config_{std::move(config)}, log_{log}, partner_keys_{executor_} {}

    asio::awaitable<Result<void>> start();
    asio::awaitable<bool> stop(Deadline deadline);

    asio::any_io_executor executor_;
    GatewayConfig config_;
    const Logger& log_;
    LinkSigner links_;
    OpenStreams streams_;
    PartnerKeys partner_keys_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<store::AssetStore> assets_;
    std::unique_ptr<durable::Dispatcher> dispatcher_;
    std::unique_ptr<durable::WebhookSender> webhooks_;
    std::unique_ptr<durable::Housekeeping> housekeeping_;
    std::unique_ptr<Gatekeeper> gatekeeper_;
    std::unique_ptr<PictureWorkers> pictures_;
    std::unique_ptr<Shelf> shelf_;
    Metrics metrics_;
    std::unique_ptr<Site> site_;
    Router router_;
    std::unique_ptr<Front> front_;
    std::shared_ptr<net::TlsIdentity> identity_;  ///< none: plain HTTP
    std::unique_ptr<CertificateWatch> certificate_;
    std::unique_ptr<net::HttpServer> server_;

private:
    Result<void> open();
    net::HttpServerConfig http() const;
    Result<void> listen();
    asio::awaitable<void> warn_without_keys();
};

asio::awaitable<void> Gateway::Impl::warn_without_keys() {
    if (!config_.require_keys) co_return;
    const auto keys = co_await store::list_keys(*store_, std::nullopt);
    if (keys && keys->empty())
        log_.write(LogLevel::warn, "gateway",
                   "keys are required, and there is none: end this, make one for yourself with "
                   "'divan keys add --role admin', and begin again");
}

Result<void> Gateway::Impl::open() {
    auto folder = ShelfFolder::of(config_.output_folder, config_.output_pattern);
    if (!folder) return fail(std::move(folder).error());
    auto assets = store::open_disk_assets(store::DiskAssetOptions{config_.data_folder / "files"});
    if (!assets) return fail(std::move(assets).error());
    assets_ = std::move(*assets);
    const auto& pepper_file = config_.access.pepper_file;
    auto pepper = load_pepper(pepper_file.empty() ? config_.data_folder / "pepper.key" : pepper_file);
    if (!pepper) return fail(std::move(pepper).error());
    gatekeeper_ = std::make_unique<Gatekeeper>(*store_, config_, std::move(*pepper), log_);
    auto secret =
        link_secret(config_.link_key_file.empty() ? config_.data_folder / "link.key" : config_.link_key_file);
    if (!secret) return fail(std::move(secret).error());
    links_ = LinkSigner{std::move(*secret)};
    partner_keys_.watch(*store_);
    config_.dispatch.comfy_org_api_key = partner_keys_.reader();
    config_.dispatch.scratch = config_.data_folder / "scratch";
    pictures_ = std::make_unique<PictureWorkers>(executor_, config_.media.pictures, log_);
    if (config_.media.input_max_side > 0)
        config_.dispatch.inputs = scale_inputs(*pictures_, config_.media.input_max_side, log_);
    if (config_.media.blank != BlankResults::accept)
        config_.dispatch.blank = find_blank_pictures(*pictures_, config_.media.blank == BlankResults::again,
                                                     config_.dispatch.scratch, log_);
    dispatcher_ = std::make_unique<durable::Dispatcher>(executor_, *store_, *assets_, config_.dispatch, log_);
    config_.webhooks.body = with_callers_words(std::move(config_.webhooks.body));
    webhooks_ = std::make_unique<durable::WebhookSender>(executor_, *store_, config_.webhooks, log_);
    housekeeping_ =
        std::make_unique<durable::Housekeeping>(executor_, *store_, *assets_, config_.housekeeping, log_);
    shelf_ = std::make_unique<Shelf>(executor_, *store_, *assets_,
                                     std::make_shared<const ShelfFolder>(std::move(*folder)),
                                     config_.housekeeping.retention.jobs, log_);
    return {};
}

net::HttpServerConfig Gateway::Impl::http() const {
    net::HttpServerConfig http;
    http.address = config_.listen.address;
    http.port = config_.listen.port;
    http.tls = identity_;
    return http;
}

Result<void> Gateway::Impl::listen() {
    site_ = std::make_unique<Site>(Site{config_, *store_, *assets_, *dispatcher_, log_, *webhooks_, metrics_,
                                        links_, streams_, partner_keys_, *gatekeeper_, *pictures_});
    site_->shelf = shelf_.get();
    site_->node_rules = std::make_shared<const durable::NodeRules>(config_.nodes);
    add_routes(router_, *site_);
    front_ = std::make_unique<Front>(*site_, router_);
    server_ = std::make_unique<net::HttpServer>(
        executor_, http(), [this](net::HttpExchange& exchange) { return front_->handle(exchange); });
    return server_->start();
}

asio::awaitable<Result<void>> Gateway::Impl::start() {
    const ListenConfig& wanted = config_.listen;
    if (auto allowed = check_listening(wanted, config_.require_keys); !allowed)
        co_return fail(std::move(allowed).error());
    auto identity = load_identity(wanted);
    if (!identity) co_return fail(std::move(identity).error());
    identity_ = std::move(*identity);
    auto database = co_await open_database(executor_, config_, http(), log_);
    if (!database) co_return fail(std::move(database).error());
    store_ = std::move(database->store);
    config_.listen.port = database->port;
    if (auto opened = open(); !opened) co_return fail(std::move(opened).error());
    // The port first: when it is taken, nothing was taken over and no server was touched.
    if (auto listening = listen(); !listening) co_return fail(std::move(listening).error());
    auto started = co_await dispatcher_->start();
    if (!started) co_return fail(std::move(started).error());
    webhooks_->start();
    housekeeping_->start();
    shelf_->start();
    if (identity_) {
        certificate_ =
            std::make_unique<CertificateWatch>(executor_, identity_, wanted.certificate_check, log_);
        certificate_->start();
    }
    co_await warn_without_keys();
    co_return Result<void>{};
}

asio::awaitable<bool> Gateway::Impl::stop(Deadline deadline) {
    if (!site_) co_return true;
    site_->stopping = true;
    streams_.wake_all();
    certificate_.reset();
    webhooks_.reset();
    housekeeping_.reset();
    const bool in_time = co_await dispatcher_->stop(deadline);
    co_await net::sleep_until(std::min(deadline, within(kLastAnswers)));
    shelf_->stop();
    server_->stop();
    co_return in_time;
}

Result<void> check_listening(const ListenConfig& listen, bool require_keys) {
    if (auto origins = check_origins(listen); !origins) return origins;
    if (auto identity = load_identity(listen); !identity) return fail(std::move(identity).error());
    if (is_loopback(listen.address)) return {};
    if (!listen.behind_tls_proxy && !listen.speaks_tls())
        return fail(Errc::invalid_argument,
                    fmt::format("{} is reached from other machines, and keys would cross the network in "
                                "clear text",
                                listen.address),
                    "give a certificate in [tls], or put a TLS proxy before it and set behind_tls_proxy, or "
                    "listen on 127.0.0.1");
    if (!require_keys)
        return fail(
            Errc::invalid_argument,
            fmt::format("{} is reached from other machines, and no keys are required", listen.address),
            "set require_keys, and make a key with 'divan keys add'");
    return {};
}

Gateway::Gateway(asio::any_io_executor executor, GatewayConfig config, const Logger& log)
    : impl_{std::make_unique<Impl>(std::move(executor), std::move(config), log)} {}

Gateway::~Gateway() = default;

void Gateway::abandon() {
    if (impl_->server_) impl_->server_->stop();
    if (impl_->shelf_) impl_->shelf_->stop();
    impl_->certificate_.reset();
    impl_->housekeeping_.reset();
    impl_->webhooks_.reset();
    impl_->dispatcher_.reset();
    if (impl_->store_) impl_->store_->close();
}

asio::awaitable<Result<void>> Gateway::start() { return impl_->start(); }
asio::awaitable<bool> Gateway::stop(Deadline deadline) { return impl_->stop(deadline); }
std::uint16_t Gateway::port() const { return impl_->server_->port(); }
std::string Gateway::url() const {
    const ListenConfig& listen = impl_->config_.listen;
    return fmt::format("{}://{}:{}", listen.speaks_tls() ? "https" : "http", listen.address, port());
}
store::Store& Gateway::store() { return *impl_->store_; }
store::AssetStore& Gateway::assets() { return *impl_->assets_; }
durable::Dispatcher& Gateway::dispatcher() { return *impl_->dispatcher_; }
std::vector<RouteInfo> Gateway::routes() const {
    std::vector<RouteInfo> all;
    for (const Route& route : impl_->router_.routes())
        all.push_back({route.method, route.pattern, std::string{name_of(route.scope)}});
    return all;
}

}  // namespace divan::gateway
