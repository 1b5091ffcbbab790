#pragma once

#include <divan/client/view.hpp>

#include <divan/client/part_file.hpp>

namespace divan {

/// Fills `file` with the content of `request` and commits it; see `download` for resumption and repetition.
asio::awaitable<Result<DownloadedFile>> transfer(Connection& connection, ViewRequest request, PartFile file,
                                                 Deadline deadline);

}  // namespace divan
