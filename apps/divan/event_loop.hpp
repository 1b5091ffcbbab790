#pragma once

#include <csignal>
#include <exception>
#include <optional>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/system/system_error.hpp>

#include <divan/base/error.hpp>

namespace divan::app {

namespace asio = boost::asio;

/// What an exception that ended a coroutine means: a cancelled operation, or a defect of ours that `main`
/// reports.
inline Error error_of(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const boost::system::system_error& error) {
        if (error.code() == asio::error::operation_aborted) return Error{Errc::cancelled, "stopped"};
        throw;
    }
}

/// Runs one coroutine to its end on this thread. Ctrl-C (SIGINT, SIGTERM) cancels it: the result is then
/// `cancelled`.
template <class T>
Result<T> run_to_end(asio::io_context& io, asio::awaitable<Result<T>> work) {
    std::optional<Result<T>> result;
    std::exception_ptr failure;
    asio::cancellation_signal cancel;
    asio::signal_set signals{io, SIGINT, SIGTERM};
    signals.async_wait([&](const boost::system::error_code& error, int) {
        if (!error) cancel.emit(asio::cancellation_type::terminal);
    });
    auto done = [&](std::exception_ptr exception, Result<T> value) {
        if (exception)
            failure = exception;
        else
            result = std::move(value);
        io.stop();  // idle connections would keep the loop alive
    };
    asio::co_spawn(io, std::move(work), asio::bind_cancellation_slot(cancel.slot(), std::move(done)));
    io.restart();  // it may have been run to an end before
    io.run();
    if (failure) return fail(error_of(failure));
    return std::move(*result);
}

}  // namespace divan::app
