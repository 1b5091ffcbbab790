#include <ostream>

#include <fmt/format.h>

#include <divan/base/files.hpp>
#include <divan/base/text.hpp>

#include "progress_line.hpp"
#include "run_reporter.hpp"

namespace divan::app {
namespace {

using SteadyClock = std::chrono::steady_clock;

std::string human_bytes(std::uint64_t bytes) {
    if (bytes < 1024) return fmt::format("{} B", bytes);
    if (bytes < 1024 * 1024) return fmt::format("{:.1f} KiB", static_cast<double>(bytes) / 1024);
    return fmt::format("{:.1f} MiB", static_cast<double>(bytes) / 1024 / 1024);
}

/// One block at the foot of the terminal that is drawn over itself: a picture, if there is one, and the
/// progress line.
class LiveBlock {
public:
    explicit LiveBlock(std::ostream& out) : out_{out} {}

    /// A picture that is on the screen already is left there: it may be half a megabyte.
    void show(const std::string& line, const DrawnPicture* picture) {
        if (shown_ && picture && picture->text == picture_) {
            out_ << "\r\x1b[K" << line << std::flush;
            return;
        }
        erase();
        picture_ = picture ? picture->text : "";
        out_ << picture_ << line << std::flush;
        rows_ = picture ? picture->rows : 0;
        shown_ = true;
    }

    void erase() {
        if (!shown_) return;
        if (rows_ > 0) out_ << "\x1b[" << rows_ << "A";
        out_ << "\r\x1b[J";
        shown_ = false;
    }

private:
    std::ostream& out_;
    std::string picture_;
    int rows_ = 0;
    bool shown_ = false;
};

/// On a terminal: bar, live preview and the result's picture; elsewhere a line for what matters.
class HumanReporter final : public RunReporter {
public:
    HumanReporter(const Program& program, PictureMode pictures, int runs)
        : shell_{program.shell},
          quiet_{program.quiet},
          pictures_{pictures},
          runs_{runs},
          block_{shell_.err},
          fractions_(static_cast<std::size_t>(runs), 0.0) {}

    void accepted(int, const protocol::PromptId&, const std::string&) override { redraw(true); }
    void waiting(int, std::size_t ahead) override {
        view_.node.clear();
        view_.queued_before = static_cast<int>(ahead);
        redraw(true);
    }
    void started(int) override { redraw(true); }
    void progress(int run, const RunProgress& progress, const std::string& title) override {
        fractions_[static_cast<std::size_t>(run)] = progress.fraction;
        view_.node = title;
        view_.step = static_cast<long long>(progress.value);
        view_.steps = static_cast<long long>(progress.max);
        redraw(false);
    }
    void preview(int, const Preview& preview) override {
        if (SteadyClock::now() - last_picture_ < std::chrono::milliseconds{150}) return;
        last_picture_ = SteadyClock::now();
        show_picture({reinterpret_cast<const char*>(preview.image.data()), preview.image.size()});
    }
    void output(int, const protocol::NodeOutputs&) override {}
    void saved(int, const SavedFile& file) override {
        block_.erase();
        if (picture_ && file.picture) show_result(file);
        std::string facts = human_bytes(file.file.bytes);
        if (file.picture) facts += fmt::format(", {}×{}", file.picture->width, file.picture->height);
        shell_.out << file.file.path.string() << std::endl;
        if (!quiet_) shell_.err << paint(shell_.terminal, Colour::dim, "  " + facts) << std::endl;
    }
    void finished(int run, const RunSummary& summary) override;
    void failed(int run, const Error& error) override;
    void note(const std::string& text) override {
        block_.erase();
        shell_.err << text << std::endl;
    }
    void done() override { block_.erase(); }

private:
    double overall() const {
        double sum = 0;
        for (const double fraction : fractions_) sum += fraction;
        return sum / std::max(1, runs_);
    }

    void redraw(bool now) {
        if (!shell_.terminal.interactive || quiet_) return;
        if (!now && SteadyClock::now() - last_drawn_ < std::chrono::milliseconds{50}) return;
        last_drawn_ = SteadyClock::now();
        view_.fraction = overall();
        if (runs_ > 1) view_.title = fmt::format("{} of {}", ended_, runs_);
        const auto elapsed =
            std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - begun_);
        block_.show(progress_line(shell_.terminal, view_, elapsed), picture_ ? &*picture_ : nullptr);
    }

    void show_picture(std::string_view encoded) {
        if (pictures_ == PictureMode::off || quiet_) return;
        auto drawn = draw(encoded, pictures_, shell_.terminal, std::min(shell_.terminal.columns - 2, 64),
                          std::min(shell_.terminal.rows - 4, 20));
        if (drawn) picture_ = std::move(drawn);
        redraw(true);
    }

    /// The finished picture stays on the screen, above its file name.
    void tell_profile(const RunProfile& profile);

    void show_result(const SavedFile& file) {
        picture_.reset();
        const auto bytes = read_file(file.file.path);
        if (!bytes) return;
        const auto drawn = draw(*bytes, pictures_, shell_.terminal, std::min(shell_.terminal.columns - 2, 64),
                                std::min(shell_.terminal.rows - 4, 20));
        if (drawn) shell_.err << drawn->text << std::flush;
    }

    const Shell& shell_;
    bool quiet_;
    PictureMode pictures_;
    int runs_, ended_ = 0;
    LiveBlock block_;
    std::vector<double> fractions_;
    RunView view_;
    std::optional<DrawnPicture> picture_;
    SteadyClock::time_point begun_ = SteadyClock::now(), last_drawn_{}, last_picture_{};
};

void HumanReporter::finished(int run, const RunSummary& summary) {
    fractions_[static_cast<std::size_t>(run)] = 1;
    ++ended_;
    block_.erase();
    for (const auto& outputs : summary.result.outputs)
        for (const auto& text : outputs.texts)
            if (!quiet_)
                shell_.err << "node " << outputs.node.str() << " says: " << printable(text.text) << "\n";
    std::string seeds;
    for (const SeedChange& seed : summary.seeds)
        seeds += fmt::format("{}{}={}", seeds.empty() ? "  " : " ", seed.input, seed.value);
    const auto& times = summary.result.times;
    const auto milliseconds = times.server.value_or(times.ran).count();
    const std::string cached =
        summary.result.cached_nodes.empty()
            ? ""
            : fmt::format(", {} nodes from the cache", summary.result.cached_nodes.size());
    if (!quiet_)
        shell_.err << paint(shell_.terminal, Colour::green, "done")
                   << fmt::format(" in {:.1f} s{}{}", static_cast<double>(milliseconds) / 1000, cached, seeds)
                   << std::endl;
    if (summary.result.profile && !quiet_) tell_profile(*summary.result.profile);
    if (ended_ < runs_) redraw(true);
}

void HumanReporter::tell_profile(const RunProfile& profile) {
    shell_.err << fmt::format("  waited {} ms, executed {} ms, of which {} ms loaded models\n",
                              profile.queue.count(), profile.execution.count(), profile.model_load.count());
    for (const NodeProfile& node : profile.slowest())
        shell_.err << fmt::format("  {:>8} ms  node {} {}\n", node.duration.count(), node.node.str(),
                                  printable(node.title));
}

void HumanReporter::failed(int run, const Error& error) {
    fractions_[static_cast<std::size_t>(run)] = 1;
    ++ended_;
    block_.erase();
    const std::string which = runs_ > 1 ? fmt::format("run {}: ", run + 1) : "";
    if (error.code == Errc::cancelled)
        shell_.err << paint(shell_.terminal, Colour::yellow, which + "cancelled") << ": "
                   << printable(error.message) << std::endl;
    else
        shell_.err << paint(shell_.terminal, Colour::red, which) << describe(error) << std::endl;
    if (ended_ < runs_) redraw(true);
}

}  // namespace

std::unique_ptr<RunReporter> make_human_reporter(const Program& program, PictureMode pictures, int runs) {
    return std::make_unique<HumanReporter>(program, pictures, runs);
}

}  // namespace divan::app
