#pragma once

#include <memory>
#include <string>
#include <vector>

#include <divan/store/asset_store.hpp>

#include "files/metadata_plan.hpp"
#include "site.hpp"

namespace divan::gateway {

/// How a caller wants a file's metadata to be.
struct ServeWish {
    bool strip = false;
    bool asked = false;   ///< by the caller, and not by the configuration
    std::string comment;  ///< put in instead; PNG alone

    ServeWish() = default;
};

/// `metadata=keep|strip` and `comment=…` of a query. Refusals: 400 `invalid_request`; 403 `forbidden` for
/// `keep` where the configuration strips.
Answer<ServeWish> serve_wish(const Site& site, const Call& call);

/// The name of the bytes that such a wish is given.
std::string etag_of(const store::Asset& asset, const ServeWish& wish);

/// An asset as it is given to a caller, open.
class ServedFile {
public:
    /// Refusals: 422 `unsupported_media` for metadata that cannot be left out, of a type where the caller
    /// asked for it and of a damaged file; those of `AssetStore::open`.
    static asio::awaitable<Answer<ServedFile>> open(Site& site, store::Asset asset, ServeWish wish);

    std::uint64_t size() const { return size_; }
    bool stripped() const { return !pieces_.empty(); }
    /// At most so many bytes from there on, at least one before the end. Errors: as `AssetReader::read`.
    asio::awaitable<Result<std::string>> read(std::uint64_t from, std::size_t most);

private:
    explicit ServedFile(std::unique_ptr<store::AssetReader> reader)
        : reader_{std::move(reader)}, size_{static_cast<std::uint64_t>(reader_->size())} {}
    asio::awaitable<Answer<>> strip(std::string content_type, std::string comment);

    std::unique_ptr<store::AssetReader> reader_;
    std::uint64_t size_;
    std::vector<FilePiece> pieces_;      ///< empty: all of it
    std::vector<std::uint64_t> starts_;  ///< of the pieces, in what is given
};

}  // namespace divan::gateway
