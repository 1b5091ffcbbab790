#pragma once

#include <memory>

#include <boost/asio/awaitable.hpp>

#include <divan/store/asset_store.hpp>
#include <divan/store/query.hpp>

#include "simple/shelf_folder.hpp"
#include "simple/simple_order.hpp"

namespace divan::gateway {

namespace asio = boost::asio;

/// The outputs that are files; what nodes said as text is none.
std::vector<store::Output> files_of(const std::vector<store::Output>& outputs);

/// Brings the files of a job that has succeeded to their names, or goes on with that. False when another
/// process is at it. Errors: those of the shelf and of the asset store; then it may be tried again.
asio::awaitable<Result<bool>> deliver(store::Store& store, store::AssetStore& assets,
                                      std::shared_ptr<const ShelfFolder> shelf, store::Job job,
                                      SimpleOrder order);

}  // namespace divan::gateway
