#include <divan/net/redirect.hpp>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

namespace divan::net {
namespace {

bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

}  // namespace

bool same_origin(const Url& a, const Url& b) {
    return a.tls == b.tls && a.host == b.host && a.port == b.port;
}

std::optional<RedirectTarget> redirect_of(const HttpReply& reply, const Url& origin,
                                          const std::string& target) {
    const auto location = reply.headers.find("Location");
    if (!is_redirect(reply.status) || !location) return std::nullopt;
    Url root = origin;
    root.path.clear();
    const std::string here = root.str() + target;  // `base` refers to it
    const auto base = boost::urls::parse_uri(here);
    const auto reference =
        boost::urls::parse_uri_reference(boost::urls::string_view{location->data(), location->size()});
    if (!base || !reference) return std::nullopt;
    boost::urls::url whole;
    if (boost::urls::resolve(*base, *reference, whole).has_error()) return std::nullopt;
    auto place = parse_url(std::string{whole.scheme()} + "://" + std::string{whole.encoded_authority()});
    if (!place) return std::nullopt;
    RedirectTarget found;
    found.origin = std::move(*place);
    const auto resource = whole.encoded_resource();
    found.target = std::string{resource.data(), resource.size()};
    if (const auto fragment = found.target.find('#'); fragment != std::string::npos)
        found.target.resize(fragment);
    if (!found.target.starts_with('/')) found.target.insert(0, "/");
    return found;
}

}  // namespace divan::net
