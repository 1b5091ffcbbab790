#pragma once

#include <exception>

namespace divan {

/// The completion of coroutines that nobody awaits: an exception of a caller's function leaves
/// `io_context::run`.
inline void rethrow_from_pool(std::exception_ptr exception) {
    if (exception) std::rethrow_exception(exception);
}

}  // namespace divan
