// A desktop program: its window lives on one thread, the client works on another, and everything that the
// client tells is posted to the window's thread. With Qt, `UiThread::post` is
// QMetaObject::invokeMethod(window, …, Qt::QueuedConnection).
// usage: ui_callbacks SERVER WORKFLOW.json
#include <condition_variable>
#include <deque>
#include <iostream>
#include <thread>

#include <divan/base/files.hpp>
#include <divan/client/blocking.hpp>

using namespace divan;
using namespace std::chrono_literals;

namespace {

/// The event queue of a user interface: `post` from any thread, `exec` on the one that owns the window.
class UiThread {
public:
    void post(std::function<void()> task) {
        const std::lock_guard lock{mutex_};
        tasks_.push_back(std::move(task));
        changed_.notify_one();
    }
    void quit() {
        post([this] { running_ = false; });
    }
    void exec() {
        while (running_) {
            std::unique_lock lock{mutex_};
            changed_.wait(lock, [this] { return !tasks_.empty(); });
            const auto task = std::move(tasks_.front());
            tasks_.pop_front();
            lock.unlock();
            task();
        }
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::function<void()>> tasks_;
    bool running_ = true;
};

/// Widgets may be touched on their own thread only, as everywhere.
class Window {
public:
    void show_progress(int percent) { say("progress bar at " + std::to_string(percent) + " %"); }
    void show_preview(std::size_t bytes) { say("preview of " + std::to_string(bytes) + " bytes"); }
    void show_picture(const std::string& path) { say("picture " + path); }
    void show_error(const Error& error) {
        say(describe(error));
        failed_ = true;
    }
    bool failed() const { return failed_; }

private:
    void say(const std::string& text) {
        if (std::this_thread::get_id() != thread_) std::abort();  // what a toolkit would do, or worse
        std::cout << text << "\n";
    }
    const std::thread::id thread_ = std::this_thread::get_id();
    bool failed_ = false;
};

RunEvents events_for(UiThread& ui, Window& window) {
    RunEvents events;
    events.on_percent = [&](int percent) { ui.post([&window, percent] { window.show_progress(percent); }); };
    events.on_preview = [&](const Preview& preview) {  // borrowed: copy what is to outlive the call
        ui.post([&window, bytes = preview.image.size()] { window.show_preview(bytes); });
    };
    return events;
}

/// Blocks, so it runs beside the user interface; only tasks that it posts touch the window.
void make_picture(BlockingClient& client, const Workflow& workflow, UiThread& ui, Window& window) {
    const auto result = client.run(RunRequest{workflow}, events_for(ui, window), 5min);
    const auto files = result ? client.save_outputs(*result, SaveOptions{"out"}, 5min)
                              : Result<std::vector<SavedFile>>{fail(result.error())};
    ui.post([&window, files] {
        if (!files) return window.show_error(files.error());
        for (const SavedFile& saved : *files) window.show_picture(saved.file.path.string());
    });
    ui.quit();
}

}  // namespace

int main(int argc, char** argv) {
    const auto config = parse_server_address(argc == 3 ? argv[1] : "");
    if (!config) return std::cerr << "usage: ui_callbacks SERVER WORKFLOW.json\n", 2;
    const auto workflow = read_file(argv[2]).and_then(Workflow::parse);
    if (!workflow) return std::cerr << describe(workflow.error()) << "\n", 2;

    UiThread ui;
    Window window;
    BlockingClient client{*config};
    std::thread worker{make_picture, std::ref(client), std::cref(*workflow), std::ref(ui), std::ref(window)};
    ui.exec();
    worker.join();
    return window.failed() ? 1 : 0;
}
