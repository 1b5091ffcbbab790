#include <divan/net/tls_identity.hpp>

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <ctime>
#include <string_view>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>

#include <divan/base/files.hpp>
#include <divan/base/hash.hpp>

namespace divan::net {
namespace {

namespace asio = boost::asio;
using error_code = boost::system::error_code;
using ContextPtr = std::shared_ptr<asio::ssl::context>;

// RFC 9325, 4.2: of TLS 1.2 only suites with forward secrecy and AEAD. Those of TLS 1.3 all are.
constexpr const char* kSuites = "ECDHE+AESGCM:ECDHE+CHACHA20";

/// HTTP/1.1 is all we speak; a client that offers other protocols only finds out by itself.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered,
                    unsigned int offered_length, void*) {
    static constexpr unsigned char kOurs[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    const int matched =
        SSL_select_next_proto(&found, length, kOurs, sizeof kOurs - 1, offered, offered_length);
    if (matched != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

ContextPtr make_context() {
    auto context = std::make_shared<asio::ssl::context>(asio::ssl::context::tls_server);
    context->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_compression);
    SSL_CTX* raw = context->native_handle();
    SSL_CTX_set_options(raw, SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(raw, kSuites);
    SSL_CTX_set_alpn_select_cb(raw, choose_protocol, nullptr);
    // An encrypted key would have OpenSSL ask for a passphrase on the terminal.
    error_code ignored;
    context->set_password_callback(
        [](std::size_t, asio::ssl::context::password_purpose) { return std::string{}; }, ignored);
    return context;
}

Error unusable(const std::filesystem::path& file, std::string what, std::string hint,
               const error_code& cause) {
    return Error{Errc::invalid_argument, "'" + file.string() + "' " + std::move(what), std::move(hint)}.with(
        "reason", cause.message());
}

Timestamp end_of(SSL_CTX* context) {
    std::tm time{};
    const X509* own = SSL_CTX_get0_certificate(context);
    if (own == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(own), &time) != 1) return Timestamp::max();
    return std::chrono::time_point_cast<std::chrono::milliseconds>(
        std::chrono::system_clock::from_time_t(timegm(&time)));
}

Error key_problem(const std::filesystem::path& file, const std::string& text, const error_code& cause) {
    if (text.find("ENCRYPTED") != std::string::npos)
        return unusable(file, "holds a key that is locked with a passphrase",
                        "unlock it: openssl pkey -in FILE -out NEW-FILE", cause);
    return unusable(file, "holds no private key that can be used",
                    "give the key that the certificate was made for, as a PEM file", cause);
}

}  // namespace

Result<std::shared_ptr<TlsIdentity>> TlsIdentity::load(std::filesystem::path certificate,
                                                       std::filesystem::path key) {
    if (key.empty()) key = certificate;
    std::shared_ptr<TlsIdentity> identity{new TlsIdentity{std::move(certificate), std::move(key)}};
    auto loaded = identity->reload();
    if (!loaded) return fail(std::move(loaded).error());
    return identity;
}

Result<bool> TlsIdentity::reload() {
    auto certificate = read_file(certificate_file_);
    auto key = certificate ? read_file(key_file_) : fail(certificate.error());
    const std::string read = certificate && key ? sha256_hex(*certificate) + sha256_hex(*key)
                                                : (certificate ? key : certificate).error().message;
    if (read == seen_) return false;
    seen_ = read;
    if (!certificate || !key) {
        Error error = std::move(certificate ? key : certificate).error();
        error.hint = "TLS needs a certificate and its private key, both PEM files that this user can read";
        return fail(std::move(error));
    }
    if (auto taken = take(*certificate, *key); !taken) return fail(std::move(taken).error());
    return true;
}

Result<void> TlsIdentity::take(const std::string& certificate, const std::string& key) {
    const ContextPtr context = make_context();
    error_code error;
    ERR_clear_error();
    context->use_certificate_chain(asio::buffer(certificate), error);
    if (error)
        return fail(unusable(certificate_file_, "holds no certificate",
                             "give a PEM file: the server's certificate, then those of its authorities",
                             error));
    // Asked for by itself first, so that a wrong key and a key of another certificate can be told apart.
    asio::ssl::context alone{asio::ssl::context::tls_server};
    error_code ignored;
    alone.set_password_callback(
        [](std::size_t, asio::ssl::context::password_purpose) { return std::string{}; }, ignored);
    alone.use_private_key(asio::buffer(key), asio::ssl::context::pem, error);
    if (error) return fail(key_problem(key_file_, key, error));
    context->use_private_key(asio::buffer(key), asio::ssl::context::pem, error);
    if (error || SSL_CTX_check_private_key(context->native_handle()) != 1) {
        ERR_clear_error();
        return fail(unusable(
            key_file_,
            "is the key of another certificate than '" + certificate_file_.string() + "' begins with",
            "give both files of one certificate, the server's own certificate first", error));
    }
    expires_at_ = end_of(context->native_handle());
    context_ = context;
    return {};
}

}  // namespace divan::net
