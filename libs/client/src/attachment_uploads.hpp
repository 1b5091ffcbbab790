#pragma once

#include <map>

#include <divan/client/upload.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan {

/// What this connection has uploaded: by content, name and place. A server's input folder outlives it.
using KnownUploads = std::map<std::string, StoredFile>;

/// Uploads what is attached to the workflow, several files at once, and sets the inputs to the names that the
/// server gave. A content that this connection has uploaded before, and that the server still has, is not
/// sent again. Returns the workflow without attachments. Errors: as `upload_image`, with the facts `node` and
/// `input`.
asio::awaitable<Result<Workflow>> upload_attachments(std::shared_ptr<ConnectionCore> core, Workflow workflow,
                                                     Deadline deadline);

}  // namespace divan
