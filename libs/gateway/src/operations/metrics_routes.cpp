#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <filesystem>

#include <divan/store/query.hpp>

#include "site.hpp"

// GET /metrics: Prometheus' text format. What happens is counted in metrics.cpp; how things are is read here.
namespace divan::gateway {
namespace {

using Labels = std::vector<std::pair<std::string, std::string>>;

/// One metric with its samples.
class Family {
public:
    Family(std::string name, std::string help, prometheus::MetricType type) {
        family_.name = std::move(name);
        family_.help = std::move(help);
        family_.type = type;
    }
    Family& add(double value, const Labels& labels = {}) {
        prometheus::ClientMetric sample;
        for (const auto& [name, text] : labels) sample.label.push_back({name, text});
        if (family_.type == prometheus::MetricType::Counter)
            sample.counter.value = value;
        else
            sample.gauge.value = value;
        family_.metric.push_back(std::move(sample));
        return *this;
    }
    operator prometheus::MetricFamily() const { return family_; }

private:
    prometheus::MetricFamily family_;
};

Family gauge(std::string name, std::string help) {
    return {std::move(name), std::move(help), prometheus::MetricType::Gauge};
}
Family counter(std::string name, std::string help) {
    return {std::move(name), std::move(help), prometheus::MetricType::Counter};
}

using Families = std::vector<prometheus::MetricFamily>;

void add_jobs(Families& all, const store::Counts& counts) {
    Family jobs = gauge("divan_jobs", "Jobs in the store, by phase");
    for (int phase = 0; phase < store::kPhases; ++phase)
        jobs.add(static_cast<double>(counts.at(static_cast<std::size_t>(phase))),
                 {{"phase", std::string{name(static_cast<store::Phase>(phase))}}});
    all.push_back(jobs);
}

void add_attempts(Families& all, const durable::DispatcherCounts& counts) {
    Family attempts = counter("divan_attempts_total", "What became of attempts, since the start");
    const auto add = [&](const char* outcome, std::uint64_t value) {
        attempts.add(static_cast<double>(value), {{"outcome", outcome}});
    };
    add("claimed", counts.claimed);
    add("adopted", counts.adopted);
    add("succeeded", counts.succeeded);
    add("failed", counts.failed);
    add("set_back", counts.set_back);
    add("lost", counts.lost);
    all.push_back(attempts);
    all.push_back(counter("divan_cache_hits_total", "Jobs that took the results of an equal one")
                      .add(static_cast<double>(counts.cache_hits)));
    all.push_back(counter("divan_shared_runs_total", "Jobs that waited for an equal one under way")
                      .add(static_cast<double>(counts.shared_runs)));
    all.push_back(
        counter("divan_blank_results_total", "Results with a picture of one colour, where looked at")
            .add(static_cast<double>(counts.blank_results)));
    all.push_back(
        counter("divan_duplicate_dispatch_total", "Attempts given up while their server may still run them")
            .add(static_cast<double>(counts.duplicate_dispatches)));
}

void add_seconds(Families& all, const durable::DispatcherCounts& counts) {
    const durable::JobSeconds& sum = counts.seconds;
    all.push_back(counter("divan_job_seconds_total",
                          "Where the time of jobs that were executed went; "
                          "model_load is a part of execution")
                      .add(sum.waiting, {{"part", "waiting"}})
                      .add(sum.at_server, {{"part", "at_server"}})
                      .add(sum.model_load, {{"part", "model_load"}})
                      .add(sum.execution, {{"part", "execution"}})
                      .add(sum.saving, {{"part", "saving"}}));
    all.push_back(counter("divan_jobs_measured_total", "Jobs that divan_job_seconds_total adds up")
                      .add(static_cast<double>(counts.measured)));
}

void add_servers(Families& all, const std::vector<durable::ServerState>& servers) {
    Family up = gauge("divan_server_up", "Reachable, and fit for jobs"),
           slots = gauge("divan_server_slots", "Prompts it may hold"),
           in_flight = gauge("divan_server_in_flight", "Prompts of ours that it holds"),
           foreign = gauge("divan_server_foreign_prompts", "Prompts of others in its queue"),
           restarts = counter("divan_server_restarts_total", "Restarts that were noticed"),
           memory = gauge("divan_server_memory_bytes", "Memory of its machine and devices");
    for (const durable::ServerState& server : servers) {
        const Labels label{{"server", server.id.str()}};
        up.add(server.health == HealthState::healthy ? 1 : 0, label);
        slots.add(server.slots, label);
        in_flight.add(server.in_flight, label);
        foreign.add(static_cast<double>(server.foreign), label);
        restarts.add(static_cast<double>(server.restarts), label);
        if (!server.system) continue;
        const auto add = [&](const std::string& device, const char* kind, std::int64_t bytes) {
            memory.add(static_cast<double>(bytes),
                       {{"server", server.id.str()}, {"device", device}, {"kind", kind}});
        };
        add("ram", "total", server.system->ram_total_bytes);
        add("ram", "free", server.system->ram_free_bytes);
        for (std::size_t at = 0; at < server.system->devices.size(); ++at) {
            const std::string device = "vram" + std::to_string(at);
            add(device, "total", server.system->devices[at].vram_total_bytes);
            add(device, "free", server.system->devices[at].vram_free_bytes);
        }
    }
    all.insert(all.end(), {up, slots, in_flight, foreign, restarts, memory});
}

void add_loads(Families& all, const std::vector<durable::ServerState>& servers) {
    Family load = gauge("divan_server_gpu_load_percent", "As ComfyUI-Crystools tells it"),
           heat = gauge("divan_server_gpu_celsius", "As ComfyUI-Crystools tells it");
    for (const durable::ServerState& server : servers) {
        if (!server.monitor) continue;
        for (std::size_t at = 0; at < server.monitor->gpus.size(); ++at) {
            const protocol::GpuLoad& gpu = server.monitor->gpus[at];
            const Labels label{{"server", server.id.str()}, {"gpu", std::to_string(at)}};
            if (gpu.utilization_percent) load.add(*gpu.utilization_percent, label);
            if (gpu.temperature_celsius) heat.add(*gpu.temperature_celsius, label);
        }
    }
    all.insert(all.end(), {load, heat});
}

void add_service(Families& all, const Site& site) {
    std::error_code error;
    const auto space = std::filesystem::space(site.config.data_folder, error);
    if (!error)
        all.push_back(gauge("divan_disk_free_bytes", "Room for files, on the disk of the data folder")
                          .add(static_cast<double>(space.available)));
    all.push_back(gauge("divan_ready", "It may write to its store, and takes jobs")
                      .add(!site.stopping && site.dispatcher.ready() ? 1 : 0));
    const durable::WebhookCounts& webhooks = site.webhooks.counts();
    all.push_back(counter("divan_webhooks_total", "Tries to tell a receiver of an end")
                      .add(static_cast<double>(webhooks.delivered), {{"outcome", "delivered"}})
                      .add(static_cast<double>(webhooks.failed_tries), {{"outcome", "failed_try"}})
                      .add(static_cast<double>(webhooks.given_up), {{"outcome", "given_up"}}));
}

asio::awaitable<Answer<>> show_metrics(Site& site, Call& call) {
    auto counts = co_await store::count_jobs(site.store);
    Families all = site.metrics.registry().Collect();
    if (counts) add_jobs(all, *counts);
    all.push_back(gauge("divan_store_up", "The store answers").add(counts ? 1 : 0));
    add_attempts(all, site.dispatcher.counts());
    add_seconds(all, site.dispatcher.counts());
    add_servers(all, site.dispatcher.servers());
    add_loads(all, site.dispatcher.servers());
    add_service(all, site);
    net::HttpReply reply{200, prometheus::TextSerializer{}.Serialize(all), "text/plain; version=0.0.4"};
    co_return co_await call.reply(std::move(reply));
}

}  // namespace

void add_metrics_routes(Router& router, Site& site) {
    router.add("GET", "/metrics", Scope::operate, [&site](Call& call) { return show_metrics(site, call); });
}

}  // namespace divan::gateway
