#include "nodes/standin/prompt_words.hpp"

#include <algorithm>
#include <charconv>

namespace divan::engine::standin {

namespace {

bool is_word_letter(char letter) {
    const auto code = static_cast<unsigned char>(letter);
    return code >= 0x80 || (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z') ||
           (code >= 'A' && code <= 'Z');
}

char lowered(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

class Reader {
public:
    explicit Reader(std::string_view prompt) : prompt_{prompt} {}

    std::vector<Word> read() {
        for (; place_ < prompt_.size(); ++place_) step(prompt_[place_]);
        finish_word();
        for (Word& word : words_) word.weight = std::clamp(word.weight, 0.0F, 4.0F);
        return std::move(words_);
    }

private:
    struct Group {
        std::size_t first_word;
        float factor;
    };

    void step(char letter) {
        if (is_word_letter(letter)) {
            word_ += lowered(letter);
            return;
        }
        finish_word();
        if (letter == '\\') ++place_;
        if (letter == '(' || letter == '[')
            groups_.push_back({words_.size(), letter == '(' ? 1.1F : 1 / 1.1F});
        if (letter == ':' && !groups_.empty()) read_weight();
        if ((letter == ')' || letter == ']') && !groups_.empty()) close_group();
    }

    void finish_word() {
        if (word_.empty()) return;
        Word word;
        word.text = std::move(word_);
        words_.push_back(std::move(word));
        word_.clear();
    }

    /// ":1.3)" gives the group around it a weight of its own.
    void read_weight() {
        const std::string_view rest = prompt_.substr(place_ + 1);
        float weight = 1;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), weight);
        if (error != std::errc{} || end == rest.data() + rest.size() || (*end != ')' && *end != ']')) return;
        groups_.back().factor = weight;
        place_ += static_cast<std::size_t>(end - rest.data());
    }

    void close_group() {
        for (std::size_t i = groups_.back().first_word; i < words_.size(); ++i)
            words_[i].weight *= groups_.back().factor;
        groups_.pop_back();
    }

    std::string_view prompt_;
    std::size_t place_ = 0;
    std::string word_;
    std::vector<Word> words_;
    std::vector<Group> groups_;
};

}  // namespace

std::vector<Word> prompt_words(std::string_view prompt) { return Reader{prompt}.read(); }

}  // namespace divan::engine::standin
