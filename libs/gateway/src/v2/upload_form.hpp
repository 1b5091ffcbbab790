#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <divan/net/multipart.hpp>

#include "files/file_intake.hpp"
#include "v2/request_members.hpp"

namespace divan::gateway {

/// The multipart form of POST /api/v2/assets, read piece by piece: texts in any order around one `file`,
/// which goes straight on to the asset store.
class UploadForm {
public:
    /// What may stand in it: what the contract has, or `max_side` (pixels), too.
    enum class Parts { of_contract, with_ours };
    UploadForm(Call& call, FileIntake& intake, std::uint64_t file_limit, Parts parts = Parts::of_contract);
    /// Reads all of it. Refusals: 400 `invalid_request` (a part the contract does not have, a form that
    /// breaks off), 413, 415, 422 `invalid_request` (a part that is missing, twice there, or wrong).
    asio::awaitable<Answer<FileWish>> read();

private:
    Result<void> begin(const net::ReceivedPart& part);
    Result<void> take(std::string_view content);
    Result<void> end();
    Result<void> stop(Refusal refusal);
    Answer<FileWish> wish() const;

    Call& call_;
    FileIntake& intake_;
    std::uint64_t file_limit_;
    Parts parts_;
    std::string part_;  ///< the name of the one that is being read
    std::string text_;
    bool has_file_ = false;
    std::map<std::string, std::string, std::less<>> texts_;
    std::vector<std::string> tags_;
    std::optional<Refusal> refusal_;
};

}  // namespace divan::gateway
