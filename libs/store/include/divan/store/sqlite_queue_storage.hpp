#pragma once

#include <filesystem>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include <divan/base/clock.hpp>
#include <divan/base/error.hpp>
#include <divan/fleet/queue_storage.hpp>

namespace divan {

/// A queue in one SQLite file (write-ahead log, every commit flushed): what was answered is there after a
/// power cut too. One thread of its own does the reading and writing; calls that come together share one
/// flush.
///
/// The file belongs to one process at a time. When that process dies, its reservations come back with
/// `recover`. Equal workflow texts are kept once. `clock` is borrowed; without one, the system's. Opening
/// blocks: it checks the file. Errors: `io_failed` for a file that cannot be opened, is damaged, is in use,
/// or is something else.
Result<std::unique_ptr<QueueStorage>> open_sqlite_queue(asio::any_io_executor executor,
                                                        const std::filesystem::path& file,
                                                        const Clock* clock = nullptr);

}  // namespace divan
