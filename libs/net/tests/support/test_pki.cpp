#include "test_pki.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace divan::net::test {
namespace {

template <auto Free>
struct Freed {
    template <class T>
    void operator()(T* object) const {
        Free(object);
    }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;

Bio memory(const std::string& text = {}) {
    return Bio{text.empty() ? BIO_new(BIO_s_mem())
                            : BIO_new_mem_buf(text.data(), static_cast<int>(text.size()))};
}

std::string text_in(const Bio& bio) {
    char* data = nullptr;
    const long length = BIO_get_mem_data(bio.get(), &data);
    return {data, static_cast<std::size_t>(length)};
}

Key make_key() { return Key{EVP_EC_gen("P-256")}; }

void extend(X509* certificate, int kind, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, kind, value.c_str());
    if (extension == nullptr) throw std::runtime_error{"bad extension " + value};
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

Certificate make_certificate(const Key& key, const std::string& name, int days) {
    constexpr long kDay = 24 * 60 * 60;
    Certificate made{X509_new()};
    X509_set_version(made.get(), X509_VERSION_3);
    static long serial = 0;
    ASN1_INTEGER_set(X509_get_serialNumber(made.get()), ++serial);
    X509_gmtime_adj(X509_getm_notBefore(made.get()), -kDay);
    X509_gmtime_adj(X509_getm_notAfter(made.get()), days * kDay);
    X509_set_pubkey(made.get(), key.get());
    const auto* bytes = reinterpret_cast<const unsigned char*>(name.c_str());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(made.get()), "CN", MBSTRING_UTF8, bytes, -1, -1, 0);
    return made;
}

Identity identity_of(const Key& key, const Certificate& certificate) {
    const Bio key_text = memory(), certificate_text = memory();
    PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_bio_X509(certificate_text.get(), certificate.get());
    return {text_in(key_text), text_in(certificate_text)};
}

}  // namespace

TestAuthority::TestAuthority() {
    const Key key = make_key();
    const Certificate own = make_certificate(key, "Divan test authority", 30);
    X509_set_issuer_name(own.get(), X509_get_subject_name(own.get()));
    extend(own.get(), NID_basic_constraints, "critical,CA:TRUE");
    extend(own.get(), NID_key_usage, "critical,keyCertSign");
    X509_sign(own.get(), key.get(), EVP_sha256());
    own_ = identity_of(key, own);
}

Identity TestAuthority::issue(const std::string& names, int days) const {
    const Key authority{PEM_read_bio_PrivateKey(memory(own_.key).get(), nullptr, nullptr, nullptr)};
    const Certificate issuer{PEM_read_bio_X509(memory(own_.certificate).get(), nullptr, nullptr, nullptr)};
    const Key key = make_key();
    const Certificate issued = make_certificate(key, "Divan test server", days);
    X509_set_issuer_name(issued.get(), X509_get_subject_name(issuer.get()));
    extend(issued.get(), NID_subject_alt_name, names);
    X509_sign(issued.get(), authority.get(), EVP_sha256());
    return identity_of(key, issued);
}

}  // namespace divan::net::test
