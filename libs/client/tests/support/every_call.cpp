#include "every_call.hpp"

#include <divan/client/assets.hpp>
#include <divan/client/catalogue.hpp>
#include <divan/client/history.hpp>
#include <divan/client/jobs.hpp>
#include <divan/client/manager.hpp>
#include <divan/client/model_files.hpp>
#include <divan/client/monitor.hpp>
#include <divan/client/queue.hpp>
#include <divan/client/settings.hpp>
#include <divan/client/system_stats.hpp>
#include <divan/client/terminal.hpp>
#include <divan/client/upload.hpp>
#include <divan/client/userdata.hpp>
#include <divan/client/users.hpp>
#include <divan/client/view.hpp>

namespace divan::test {
namespace {

using protocol::PromptId;

template <class T>
asio::awaitable<Result<void>> only_errors(asio::awaitable<Result<T>> operation) {
    auto result = co_await std::move(operation);
    if (!result) co_return fail(std::move(result).error());
    co_return Result<void>{};
}

/// A call without reply to read.
Call tells(std::string name, Operation operation) { return {std::move(name), std::move(operation), false}; }

manager::PackRequest pack() {
    manager::PackRequest request;
    request.id = "p";
    return request;
}

manager::ModelInstall model() {
    manager::ModelInstall install;
    install.filename = install.url = "a";
    return install;
}

assets::Update renamed() {
    assets::Update change;
    change.name = "n";
    return change;
}

monitor::Config rate() {
    monitor::Config config;
    config.rate_seconds = 1;
    return config;
}

monitor::GpuConfig gpu() {
    monitor::GpuConfig config;
    config.vram = true;
    return config;
}

using C = Connection;
using D = Deadline;

std::vector<Call> users_and_files() {
    return {
        {"users::list", [](C& c, D d) { return only_errors(users::list(c, d)); }},
        {"users::create", [](C& c, D d) { return only_errors(users::create(c, "a", d)); }},
        {"settings::all", [](C& c, D d) { return only_errors(settings::all(c, d)); }},
        {"settings::get", [](C& c, D d) { return only_errors(settings::get(c, "a", d)); }, true, true},
        tells("settings::store", [](C& c, D d) { return settings::store(c, "a", json::Value(1), d); }),
        tells("settings::store_all", [](C& c, D d) { return settings::store_all(c, {}, d); }),
        tells("userdata::get", [](C& c, D d) { return only_errors(userdata::get(c, "a", d)); }),
        {"userdata::get_json", [](C& c, D d) { return only_errors(userdata::get_json(c, "a", d)); }, true,
         true},
        {"userdata::store", [](C& c, D d) { return only_errors(userdata::store(c, "a", "x", {}, d)); }},
        {"userdata::store_json",
         [](C& c, D d) { return only_errors(userdata::store_json(c, "a", {}, {}, d)); }},
        tells("userdata::remove", [](C& c, D d) { return only_errors(userdata::remove(c, "a", d)); }),
        {"userdata::move", [](C& c, D d) { return only_errors(userdata::move(c, "a", "b", {}, d)); }},
        {"userdata::list", [](C& c, D d) { return only_errors(userdata::list(c, "a", {}, d)); }},
        {"userdata::browse", [](C& c, D d) { return only_errors(userdata::browse(c, "a", d)); }},
        {"model_files::folders", [](C& c, D d) { return only_errors(model_files::folders(c, d)); }},
        {"model_files::list", [](C& c, D d) { return only_errors(model_files::list(c, "a", d)); }},
        tells("model_files::preview",
              [](C& c, D d) { return only_errors(model_files::preview(c, {"a", 0, "b"}, d)); }),
        {"model_files::metadata",
         [](C& c, D d) { return only_errors(model_files::metadata(c, "a", "b", d)); }},
        {"terminal::logs", [](C& c, D d) { return only_errors(terminal::logs(c, d)); }},
        tells("terminal::subscribe", [](C& c, D d) { return terminal::subscribe(c, true, d); }),
    };
}

std::vector<Call> jobs_and_assets() {
    return {
        {"jobs::list", [](C& c, D d) { return only_errors(jobs::list(c, {}, d)); }},
        {"jobs::by_status",
         [](C& c, D d) { return only_errors(jobs::by_status(c, protocol::JobStatus::failed, 2, d)); }},
        {"jobs::get", [](C& c, D d) { return only_errors(jobs::get(c, PromptId{"a"}, d)); }},
        {"jobs::status", [](C& c, D d) { return only_errors(jobs::status(c, PromptId{"a"}, d)); }},
        {"jobs::cancel", [](C& c, D d) { return only_errors(jobs::cancel(c, PromptId{"a"}, d)); }},
        {"jobs::cancel of many",
         [](C& c, D d) { return only_errors(jobs::cancel(c, std::vector<PromptId>{PromptId{"a"}}, d)); }},
        {"jobs::cancel_pending",
         [](C& c, D d) { return only_errors(jobs::cancel_pending(c, {PromptId{"a"}}, d)); }, true, true},
        {"jobs::clear_pending", [](C& c, D d) { return only_errors(jobs::clear_pending(c, d)); }, true, true},
        tells("jobs::interrupt_running", [](C& c, D d) { return jobs::interrupt_running(c, d); }),
        {"assets::list", [](C& c, D d) { return only_errors(assets::list(c, {}, d)); }},
        {"assets::get", [](C& c, D d) { return only_errors(assets::get(c, "a", d)); }},
        {"assets::upload", [](C& c, D d) { return only_errors(assets::upload(c, {"a", "x"}, d)); }},
        {"assets::from_hash",
         [](C& c, D d) { return only_errors(assets::from_hash(c, assets::FromHashRequest{"h"}, d)); }},
        {"assets::update", [](C& c, D d) { return only_errors(assets::update(c, "a", renamed(), d)); }},
        tells("assets::remove", [](C& c, D d) { return only_errors(assets::remove(c, "a", d)); }),
        {"assets::add_tags", [](C& c, D d) { return only_errors(assets::add_tags(c, "a", {"t"}, d)); }},
        {"assets::remove_tags", [](C& c, D d) { return only_errors(assets::remove_tags(c, "a", {"t"}, d)); }},
        {"assets::list_tags", [](C& c, D d) { return only_errors(assets::list_tags(c, {}, d)); }},
    };
}

std::vector<Call> extensions_of_the_server() {
    using manager::Mode;
    return {
        tells("manager::version", [](C& c, D d) { return only_errors(manager::version(c, d)); }),
        {"manager::node_map", [](C& c, D d) { return only_errors(manager::node_map(c, Mode::local, d)); }},
        {"manager::extension_list",
         [](C& c, D d) { return only_errors(manager::extension_list(c, Mode::local, true, d)); }},
        tells("manager::check_updates",
              [](C& c, D d) { return only_errors(manager::check_updates(c, Mode::local, d)); }),
        tells("manager::update_all",
              [](C& c, D d) { return only_errors(manager::update_all(c, Mode::local, d)); }),
        tells("manager::update_comfyui",
              [](C& c, D d) { return only_errors(manager::update_comfyui(c, d)); }),
        tells("manager::reboot", [](C& c, D d) { return only_errors(manager::reboot(c, d)); }),
        {"manager::preview_method", [](C& c, D d) { return only_errors(manager::preview_method(c, d)); }},
        tells("manager::set_preview_method",
              [](C& c, D d) { return manager::set_preview_method(c, manager::PreviewMethod::none, d); }),
        tells("manager::install", [](C& c, D d) { return manager::install(c, pack(), d); }),
        tells("manager::fix", [](C& c, D d) { return manager::fix(c, pack(), d); }),
        tells("manager::update", [](C& c, D d) { return manager::update(c, pack(), d); }),
        tells("manager::uninstall", [](C& c, D d) { return manager::uninstall(c, pack(), d); }),
        tells("manager::set_active", [](C& c, D d) { return manager::set_active(c, pack(), true, d); }),
        tells("manager::install_from_git", [](C& c, D d) { return manager::install_from_git(c, "u", d); }),
        tells("manager::install_pip", [](C& c, D d) { return manager::install_pip(c, {"p"}, d); }),
        tells("manager::install_model", [](C& c, D d) { return manager::install_model(c, model(), d); }),
        tells("monitor::set_config", [](C& c, D d) { return monitor::set_config(c, rate(), d); }),
        tells("monitor::turn", [](C& c, D d) { return monitor::turn(c, true, d); }),
        tells("monitor::set_gpu", [](C& c, D d) { return monitor::set_gpu(c, 0, gpu(), d); }),
        {"monitor::hdds", [](C& c, D d) { return only_errors(monitor::hdds(c, d)); }},
        {"monitor::gpus", [](C& c, D d) { return only_errors(monitor::gpus(c, d)); }},
    };
}

std::vector<Call> always_there() {
    return {
        {"queue", [](C& c, D d) { return only_errors(queue(c, d)); }, true, false, true},
        {"clear_queue", [](C& c, D d) { return clear_queue(c, d); }, false, false, true},
        {"delete_from_queue", [](C& c, D d) { return delete_from_queue(c, {PromptId{"a"}}, d); }, false,
         false, true},
        {"interrupt", [](C& c, D d) { return interrupt(c, PromptId{"a"}, d); }, false, false, true},
        {"interrupt_all", [](C& c, D d) { return interrupt_all(c, d); }, false, false, true},
        {"history of one", [](C& c, D d) { return only_errors(history(c, PromptId{"a"}, d)); }, true, false,
         true},
        {"history", [](C& c, D d) { return only_errors(history(c, HistoryPage{}, d)); }, true, false, true},
        {"clear_history", [](C& c, D d) { return clear_history(c, d); }, false, false, true},
        {"delete_from_history", [](C& c, D d) { return delete_from_history(c, {PromptId{"a"}}, d); }, false,
         false, true},
        {"system_stats", [](C& c, D d) { return only_errors(system_stats(c, d)); }, true, false, true},
        {"poll_status", [](C& c, D d) { return only_errors(poll_status(c, d)); }, true, false, true},
        {"ping", [](C& c, D d) { return only_errors(ping(c, d)); }, true, false, true},
        {"free_memory", [](C& c, D d) { return free_memory(c, true, true, d); }, false, false, true},
        {"object_info", [](C& c, D d) { return only_errors(object_info(c, d)); }, true, false, true},
        {"samplers", [](C& c, D d) { return only_errors(samplers(c, d)); }, true, false, true},
        {"embeddings", [](C& c, D d) { return only_errors(embeddings(c, d)); }, true, false, true},
        {"extensions", [](C& c, D d) { return only_errors(extensions(c, d)); }, true, false, true},
        {"models", [](C& c, D d) { return only_errors(models(c, "a", d)); }, true, false, true},
        {"upload_image", [](C& c, D d) { return only_errors(upload_image(c, {"a", "x"}, d)); }, true, false,
         true},
        {"upload_mask", [](C& c, D d) { return only_errors(upload_mask(c, {"a", "x"}, {}, d)); }, true, false,
         true},
        {"view", [](C& c, D d) { return only_errors(view(c, {}, d)); }, false, false, true},
    };
}

}  // namespace

std::vector<Call> every_call() {
    std::vector<Call> all;
    for (auto& group : {users_and_files(), jobs_and_assets(), extensions_of_the_server(), always_there()})
        all.insert(all.end(), group.begin(), group.end());
    return all;
}

}  // namespace divan::test
