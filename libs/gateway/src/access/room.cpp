#include "access/room.hpp"

#include <divan/store/assets.hpp>

namespace divan::gateway {

asio::awaitable<Answer<>> check_room(Site& site, const Caller& caller, std::uint64_t more) {
    auto used = co_await store::bytes_of(site.store, caller.owner);
    if (!used) co_return refuse(used.error());
    const auto room =
        static_cast<std::uint64_t>(std::max<std::int64_t>(caller.limits.stored_bytes - *used, 0));
    if (more <= room) co_return Answer<>{};
    co_return refuse(Refusal{429, "quota_exceeded", "the files of this caller take all the room it has"}
                         .with("stored_bytes", *used)
                         .with("limit_bytes", caller.limits.stored_bytes));
}

}  // namespace divan::gateway
