#include <divan/engine/picture_worker.hpp>

#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <csignal>
#include <map>
#include <new>

#include <divan/json/write.hpp>

namespace divan::engine {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 20;

bool write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

void tell(const json::Object& line) { write_all(STDERR_FILENO, json::write(json::Value(line)) + "\n"); }

int failed(const char* reason, std::string message, std::string hint = {}) {
    json::Object line;
    line["error"] = std::move(message);
    if (!hint.empty()) line["hint"] = std::move(hint);
    line["reason"] = reason;
    tell(line);
    return 1;
}

Result<std::string> read_all(std::uint64_t most) {
    std::string bytes;
    for (;;) {
        const std::size_t had = bytes.size();
        bytes.resize(had + kPiece);
        const auto read = ::read(STDIN_FILENO, bytes.data() + had, kPiece);
        bytes.resize(had + static_cast<std::size_t>(read > 0 ? read : 0));
        if (read < 0 && errno != EINTR) return fail(Errc::io_failed, "the picture could not be read");
        if (read == 0) return bytes;
        if (bytes.size() > most) return fail(Errc::io_failed, "the file is too large for a picture");
    }
}

int make(const PictureWish& wish, const WorkerLimits& limits) {
    const auto source = read_all(limits.file_bytes);
    if (!source) return failed("picture", source.error().message);
    const auto made = make_picture(*source, wish);
    if (!made)
        return failed(made.error().code == Errc::invalid_argument ? "wish" : "picture", made.error().message,
                      made.error().hint);
    if (!write_all(STDOUT_FILENO, made->bytes))
        return failed("worker", "the picture could not be written: is the disk full?");
    json::Object line;
    line["format"] = made->format;
    line["width"] = made->width;
    line["height"] = made->height;
    line["source_width"] = made->source_width;
    line["source_height"] = made->source_height;
    line["one_colour"] = made->one_colour;
    tell(line);
    return 0;
}

int wrong_usage(const std::string& argument) {
    failed("worker", "'" + argument + "' means nothing to a picture worker");
    return 2;
}

}  // namespace

int run_picture_worker(const PictureWish& wish, const WorkerLimits& limits) {
    std::signal(SIGXFSZ, SIG_IGN);  // a write beyond the limit fails, and is told
    if (auto confined = confine_process(limits); !confined) return failed("worker", confined.error().message);
    try {
        return make(wish, limits);
    } catch (const std::bad_alloc&) {
        return failed("memory", "the picture takes more memory than it may");
    }
}

int run_picture_worker(const std::vector<std::string>& arguments) {
    PictureWish wish;
    WorkerLimits limits;
    int memory_mib = static_cast<int>(limits.memory_bytes >> 20);
    const std::map<std::string_view, int*> numbers{{"--width", &wish.width},
                                                   {"--height", &wish.height},
                                                   {"--quality", &wish.quality},
                                                   {"--memory-mib", &memory_mib},
                                                   {"--cpu-seconds", &limits.cpu_seconds}};
    for (std::size_t at = 0; at < arguments.size(); at += 2) {
        if (at + 1 == arguments.size()) return wrong_usage(arguments[at]);
        const std::string& text = arguments[at + 1];
        const auto number = numbers.find(arguments[at]);
        if (number == numbers.end() && arguments[at] != "--format") return wrong_usage(arguments[at]);
        if (number == numbers.end()) {
            wish.format = text;
            continue;
        }
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *number->second);
        if (error != std::errc{} || end != text.data() + text.size()) return wrong_usage(text);
    }
    limits.memory_bytes = static_cast<std::uint64_t>(memory_mib) << 20;
    return run_picture_worker(wish, limits);
}

}  // namespace divan::engine
