#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <divan/base/clock.hpp>

namespace divan::durable {

/// Until the time comes, or somebody cancels the timer.
inline boost::asio::awaitable<void> wait_on(boost::asio::steady_timer& timer, Deadline until) {
    timer.expires_at(until);
    co_await timer.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

}  // namespace divan::durable
