#include <openssl/evp.h>

#include <divan/base/base64.hpp>

namespace divan {

std::string base64(std::string_view bytes) {
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL adds a zero byte
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                    reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.pop_back();
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    std::string bytes(text.size() / 4 * 3, '\0');
    const int length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
    if (length < 0) return std::nullopt;
    for (std::size_t i = text.size(); i > 0 && bytes.size() > 0 && text[i - 1] == '='; --i) bytes.pop_back();
    // OpenSSL forgives white space and stray padding; what it read must read back the same.
    if (base64(bytes) != text) return std::nullopt;
    return bytes;
}

}  // namespace divan
