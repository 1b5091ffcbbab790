#pragma once

namespace divan::durable {

// The files of libs/jobs/data: a name or glob a line; what begins with '#' is for readers.
const char* core_nodes_text();
const char* denied_nodes_text();

}  // namespace divan::durable
