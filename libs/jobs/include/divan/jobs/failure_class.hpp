#pragma once

#include <string_view>

#include <divan/base/error.hpp>
#include <divan/workflow/workflow.hpp>

namespace divan::durable {

/// Why an attempt did not work out. The names are the codes that callers see.
enum class FailureClass {
    unreachable,         ///< nothing was sent
    in_doubt,            ///< sent, no valid answer; looked for and not found, or not to be asked for too long
    superseded,          ///< of a gateway that is gone; the server does not have it
    missing_model,       ///< a model or file that this server does not have
    missing_node,        ///< a node class that this server does not have
    invalid_workflow,    ///< every server would refuse it
    validation_crash,    ///< the server's own check raised
    partial_validation,  ///< the server would run a part only
    server_misconfigured,  ///< 401, 403, or a proxy's answer
    too_large,             ///< 413
    server_busy,           ///< 429, 503
    oom,                   ///< out of memory in a node
    gpu_broken,            ///< nothing works there until it is restarted
    server_disk_full,
    node_transient,   ///< a node could not fetch something
    upstream_denied,  ///< a hosted API behind a node refused credentials or credit
    node_error,       ///< any other exception in a node
    foreign_interrupt,
    dropped,         ///< gone from queue and history, and the server was not restarted
    server_restart,  ///< gone with its server's life
    zombie,          ///< accepted and never executed
    no_output,
    bad_output,      ///< a file that is not there, or not whole
    suspect_output,  ///< a picture of one colour (`BlankPictures::again`); what is so again is accepted
    timeout,         ///< executing without a sign for too long
    protocol,        ///< what the server says is not its protocol
};
std::string_view name(FailureClass failure);

/// What is known of an attempt besides the error that it ended with.
struct AttemptStory {
    bool sent = false;       ///< POST /prompt was begun; false: the inputs were being brought
    bool accepted = false;   ///< the server had it
    bool started = false;    ///< it was seen executing
    bool restarted = false;  ///< its server was restarted meanwhile
    bool adopted = false;    ///< sent by a gateway that is gone

    AttemptStory() = default;
};

/// Judges the error of a run, an upload or a download. Decided by codes and facts, and by an exception's
/// type; by words only where ComfyUI 0.3.64 gives nothing else. Pure.
FailureClass classify(const Error& error, const Workflow& workflow, const AttemptStory& story);

}  // namespace divan::durable
