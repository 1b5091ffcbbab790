#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <divan/net/http_client.hpp>

/// What becomes of pictures and files on their way in and out.
namespace divan::gateway {

/// Pixels are decoded in processes of their own, never in the gateway's.
struct PictureConfig {
    /// Reads a picture from standard input and writes one to standard output, as `run_picture_worker`
    /// (divan/engine/picture_worker.hpp) does. `divan serve` names itself. Empty: pictures are not worked on.
    std::filesystem::path program;
    std::vector<std::string> arguments{"picture"};        ///< before those for the picture
    int at_once = 2;                                      ///< processes
    int waiting = 64;                                     ///< requests that wait for one; more are refused
    std::uint64_t memory_bytes = std::uint64_t{2} << 30;  ///< of one process
    std::chrono::milliseconds time{20'000};               ///< for one picture; then its process is ended

    PictureConfig() = default;
};

/// Files that callers name by a URL.
struct FetchConfig {
    net::Reach reach = net::Reach::public_internet;  ///< `anywhere` is for tests and closed networks
    bool plain_http = false;                         ///< URLs without TLS are taken, too
    std::filesystem::path ca_file;                   ///< extra trusted certificates (PEM)
    std::uint64_t bytes = std::uint64_t{100} << 20;  ///< of one file; the caller's own limit holds, too
    std::chrono::milliseconds time{60'000};          ///< for all files of one request
    int redirects = 3;
    int at_once = 16;  ///< requests that fetch; more are refused

    FetchConfig() = default;
};

/// What a file's own metadata (prompts, workflows, places, programs) is to a caller that says nothing.
enum class Metadata {
    keep,
    strip,  ///< PNG, WebP, MP4 and JPEG are served without it, and nobody gets it
};

/// Pictures of one colour, as models make them that compute NaN.
enum class BlankResults {
    accept,  ///< nobody looks
    mark,    ///< they are told
    again,   ///< the job runs once more, elsewhere where it can; what is blank again is marked
};

struct MediaConfig {
    PictureConfig pictures;
    FetchConfig fetch;
    Metadata metadata = Metadata::keep;
    BlankResults blank = BlankResults::accept;
    int input_max_side = 0;  ///< larger inputs are scaled down before a server gets them; 0: none
    std::uint64_t inline_bytes = std::uint64_t{8} << 20;  ///< of all results inside one answer

    MediaConfig() = default;
};

}  // namespace divan::gateway
