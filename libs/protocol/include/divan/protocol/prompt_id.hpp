#pragma once

#include <divan/base/strong_id.hpp>
#include <divan/workflow/ids.hpp>

namespace divan::protocol {

/// One submission to one server, chosen by us. ComfyUI 0.36 and newer accept only a lower-case UUID (version
/// 4 is what we send); ComfyUI 0.3.44 and older ignore it and draw their own.
using PromptId = StrongId<struct PromptIdTag>;

/// Names a WebSocket (`clientId=`, the server's `sid`) and, in a prompt, whose socket gets its messages.
using ClientId = StrongId<struct ClientIdTag>;

}  // namespace divan::protocol
