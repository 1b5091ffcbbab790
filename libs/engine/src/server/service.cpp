#include "server/service.hpp"

#include <unistd.h>

#include <fmt/format.h>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "server/running.hpp"

namespace divan::engine {

namespace fs = std::filesystem;
namespace asio = boost::asio;

namespace {

Result<void> make_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        return fail(Errc::io_failed,
                    fmt::format("cannot make the folder {}: {}", folder.string(), error.message()));
    return {};
}

Result<ModelCosts> models_of(const EngineConfig& config) {
    return config.models_file.empty() ? ModelCosts::builtin() : ModelCosts::read(config.models_file);
}

}  // namespace

Service::Service(EngineConfig config, const Logger& log) : config_{std::move(config)}, log_{log} {}

Service::~Service() { stop(); }

std::string Service::url() const {
    const bool any = config_.address == "0.0.0.0" || config_.address == "::";
    const std::string host = any ? "127.0.0.1" : config_.address;
    const bool six = host.find(':') != std::string::npos;
    return six ? fmt::format("http://[{}]:{}", host, port_) : fmt::format("http://{}:{}", host, port_);
}

std::uint64_t Service::prompts_run() const { return running_ ? running_->worker.prompts_run() : 0; }

Result<void> Service::make_folders() {
    if (config_.base.empty()) own_folder_.emplace("divan-engine");
    base_ = fs::absolute(own_folder_ ? own_folder_->path() : config_.base).lexically_normal();
    empty_temporary_folder();
    for (const char* name : {"input", "output", "temp", "user", "models"})
        if (auto made = make_folder(base_ / name); !made) return made;
    return {};
}

/// ComfyUI does so at each start.
void Service::empty_temporary_folder() const {
    std::error_code ignored;  // what is left over harms nobody
    fs::remove_all(base_ / "temp", ignored);
    fs::create_directories(base_ / "temp", ignored);
}

Result<FaultPlan> Service::read_faults() const {
    if (config_.faults_file.empty()) return FaultPlan{};
    const auto text = read_file(config_.faults_file);
    if (!text) return fail(text.error());
    auto plan = parse_fault_plan(*text);
    if (!plan) return fail(std::move(plan).error().with("file", config_.faults_file.string()));
    return plan;
}

Result<void> Service::start() {
    auto models = models_of(config_);
    if (!models) return fail(std::move(models).error());
    auto plan = read_faults();
    if (!plan) return fail(std::move(plan).error());
    const auto execution = execution_config(config_);
    if (!execution) return fail(execution.error());
    if (auto made = make_folders(); !made) return made;
    running_ = std::make_unique<Running>(
        io_, config_, base_, std::move(*models), *execution,
        [this](const Fault& fault) { asio::post(io_, [this, fault] { on_fatal(fault); }); });
    running_->faults.replace(std::move(*plan));
    add_routes();
    if (auto listening = listen(config_.port); !listening) return listening;
    running_->worker.start();
    loop_ = std::thread{[this] {
        const auto guard = asio::make_work_guard(io_);
        io_.run();
    }};
    running_->logs.add(fmt::format("To see the GUI go to: {}", url()));
    log_.write(LogLevel::info, "engine", "listening",
               {{"url", url()}, {"nodes", running_->registry.classes().size()}});
    return {};
}

void Service::add_routes() {
    for (const auto add : {add_prompt_routes, add_queue_routes, add_history_routes, add_upload_routes,
                           add_view_routes, add_userdata_routes, add_user_routes, add_model_routes,
                           add_internal_routes, add_system_routes, add_fault_routes})
        add(running_->router, running_->site);
}

Result<void> Service::listen(std::uint16_t port) {
    net::HttpServerConfig listener;
    listener.address = config_.address;
    listener.port = port;
    auto& face = running_->face;
    server_ = std::make_unique<net::HttpServer>(
        io_.get_executor(), listener, [&face](net::HttpExchange& exchange) { return face.handle(exchange); });
    if (auto started = server_->start(); !started) return started;
    if (port_ == 0) port_ = server_->port();  // a restart keeps it, and other threads read it
    return {};
}

void Service::stop() {
    if (running_) running_->worker.stop();
    if (loop_.joinable()) {
        asio::post(io_, [this] {
            if (server_) server_->stop();
            running_->hub.drop_all();
            asio::post(io_, [this] { io_.stop(); });  // after what the cuts have set off
        });
        loop_.join();
    }
    std::error_code ignored;
    if (!base_.empty()) fs::remove_all(base_ / "temp", ignored);
}

void Service::on_fatal(const Fault& fault) {
    if (fault.effect == Effect::exit)
        end_process();
    else
        restart_empty(fault.span);
}

/// In a process of its own the engine dies as a crash would; inside a test only its port and sockets do.
void Service::end_process() {
    if (!config_.on_exit_fault) _exit(1);
    server_->stop();
    running_->hub.drop_all();
    running_->queue.stop();
    config_.on_exit_fault();
}

void Service::restart_empty(std::chrono::milliseconds pause) {
    server_->stop();
    running_->hub.drop_all();
    running_->queue.request_interrupt();
    running_->queue.forget();
    running_->queue.request_free(true, true);
    running_->logs.clear();
    running_->site.next_number = 0;
    empty_temporary_folder();
    log_.write(LogLevel::info, "engine", "restarted empty",
               {{"pause_ms", static_cast<long long>(pause.count())}});
    listen_again(pause, 100);
}

void Service::listen_again(std::chrono::milliseconds pause, int tries_left) {
    const auto timer = std::make_shared<asio::steady_timer>(io_, pause);
    timer->async_wait([this, timer, tries_left](const boost::system::error_code& error) {
        if (error || listen(port_)) return;
        if (tries_left > 0) return listen_again(std::chrono::milliseconds{50}, tries_left - 1);
        log_.write(LogLevel::error, "engine", "the port is taken", {{"port", static_cast<int>(port_)}});
    });
}

}  // namespace divan::engine
