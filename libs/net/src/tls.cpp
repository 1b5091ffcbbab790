#include "tls.hpp"

#include <boost/asio/ssl/context.hpp>

namespace divan::net {

namespace asio = boost::asio;

Result<std::shared_ptr<asio::ssl::context>> make_tls_context(const std::filesystem::path& ca_file) {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_client);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression);
    SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
    boost::system::error_code error;
    context->set_default_verify_paths(error);  // none is fine as long as `ca_file` has what is needed
    if (ca_file.empty()) return context;
    context->load_verify_file(ca_file.string(), error);
    if (!error) return context;
    return fail(Error{Errc::io_failed, "the certificates in '" + ca_file.string() + "' cannot be read",
                      "give a PEM file with the certificate of your authority"}
                    .with("reason", error.message()));
}

}  // namespace divan::net
