#pragma once

#include "files/file_intake.hpp"

namespace divan::gateway {

/// A file that a caller names by a URL, or gives inside of its request. One of both.
struct Source {
    std::string url;
    std::string data;  ///< as `inline_bytes` takes it

    Source() = default;
    bool operator==(const Source&) const = default;
    auto operator<=>(const Source&) const = default;
};

/// Makes it the caller's asset. Without a path in the wish it is called as the URL's last part, else
/// "inline". Refusals: of `fetch_file` and `FileIntake`; 422 `invalid_request` for data that is no base64;
/// 503 `busy` while too many requests fetch.
asio::awaitable<Answer<KeptFile>> bring_source(Site& site, const Caller& caller, Source source, FileWish wish,
                                               Deadline deadline);

}  // namespace divan::gateway
