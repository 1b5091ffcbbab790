#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <divan/base/error.hpp>

namespace divan::net {

/// One part of a multipart/form-data body, held in memory.
struct ReceivedPart {
    std::string name;
    bool is_file = false;   ///< the part carried a `filename`, which may be empty
    std::string file_name;  ///< as sent, only leading separators removed: untrusted
    std::string content_type;
    std::string content;

    ReceivedPart() = default;
};

struct MultipartLimits {
    std::size_t parts = 16;
    std::size_t header_bytes = 16 * 1024;
};

/// Parses a body piece by piece: the same parts come out however the pieces are cut.
class MultipartReader {
public:
    explicit MultipartReader(std::string boundary, MultipartLimits limits = {});

    std::function<Result<void>(const ReceivedPart& head)>
        on_part;  ///< name, file_name, content_type are filled
    std::function<Result<void>(std::string_view content)> on_content;
    std::function<Result<void>()> on_part_end;

    /// Errors: `malformed_reply` for a broken body or a limit that was passed, and what a callback returned.
    Result<void> feed(std::string_view piece);
    bool complete() const;

private:
    enum class State { preamble, headers, content, done };
    struct Taken {
        std::size_t bytes = 0;  ///< of the pending text that are done with
        bool again = false;     ///< the rest may hold more
    };
    Result<Taken> take_headers(std::string_view text);
    Result<Taken> take_content(std::string_view text);
    Result<Taken> end_part(std::string_view text, std::size_t found);
    Result<void> read_headers(std::string_view text);
    Result<void> give(std::string_view content);

    std::string delimiter_;
    std::string pending_;
    MultipartLimits limits_;
    State state_ = State::preamble;
    bool at_start_ = false;  ///< the line break that ends a head is still in front of the content
    std::size_t parts_ = 0;
};

/// The boundary of a Content-Type; empty when it is no multipart/form-data.
std::string multipart_boundary(std::string_view content_type);

/// A whole body at once.
Result<std::vector<ReceivedPart>> read_multipart(std::string_view body, std::string boundary);

}  // namespace divan::net
