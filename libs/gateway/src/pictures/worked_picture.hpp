#pragma once

#include <memory>

#include <divan/base/scratch_file.hpp>
#include <divan/store/assets.hpp>

#include "pictures/picture_workers.hpp"
#include "site.hpp"

namespace divan::gateway {

/// A picture that was worked on, in a file that goes with this.
struct WorkedPicture {
    std::unique_ptr<ScratchFile> file;
    PictureReport report;
    std::uint64_t bytes = 0;

    WorkedPicture() = default;
};

/// Has a file of the store worked on. Refusals: 422 `unsupported_media` for what cannot be read, or takes
/// more memory or time than it may (`details.reason`); 422 `invalid_request` for the wish; 501
/// `not_supported`; 503 `busy`.
asio::awaitable<Answer<WorkedPicture>> work_on(Site& site, store::Blob blob, PictureRequest wish);

/// How a PictureWorkers' error is told.
Refusal refusal_of_picture(const Error& error);

}  // namespace divan::gateway
