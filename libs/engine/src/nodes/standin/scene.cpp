#include "nodes/standin/scene.hpp"

#include <algorithm>

#include "nodes/standin/noise.hpp"
#include "nodes/standin/prompt_words.hpp"
#include "nodes/standin/vocabulary.hpp"

namespace divan::engine::standin {

namespace {

struct AccentUse {
    Rgb colour;
    float weight;
};

class Imagination {
public:
    void take(const PromptText& prompt) {
        std::optional<Rgb> adjective;  // "red fox": the colour word before a thing is the thing's colour
        for (const Word& word : prompt_words(prompt.text)) {
            const float weight = word.weight * prompt.weight;
            scene_.words_hash =
                hash_of(word.text, scene_.words_hash + static_cast<std::uint64_t>(weight * 100));
            add_themes(word.text, weight);
            const auto subject = subject_of(word.text);
            if (subject) add_subject(*subject, adjective, weight);
            if (subject) adjective.reset();
            if (const auto colour = colour_of(word.text)) {
                adjective = colour;
                accents_.push_back({*colour, weight});
            }
        }
    }

    void refuse(const PromptText& prompt) {
        for (const Word& word : prompt_words(prompt.text)) {
            const float weight = word.weight * prompt.weight;
            scene_.words_hash = hash_of(word.text, scene_.words_hash ^ 0x6E6F74U);
            add_themes(word.text, -1.5F * weight);
            if (const auto subject = subject_of(word.text))
                std::erase_if(scene_.subjects,
                              [&](const Placed& placed) { return placed.kind == subject->kind; });
            if (const auto colour = colour_of(word.text))
                std::erase_if(accents_, [&](const AccentUse& use) {
                    return use.colour.r == colour->r && use.colour.g == colour->g;
                });
        }
    }

    Scene finish() {
        for (float& weight : scene_.themes) weight = std::clamp(weight, 0.0F, 2.0F);
        std::stable_sort(accents_.begin(), accents_.end(),
                         [](const auto& a, const auto& b) { return a.weight > b.weight; });
        for (const AccentUse& use : accents_) scene_.accents.push_back(use.colour);
        if (is_bare()) scene_.themes[static_cast<std::size_t>(Theme::abstract)] = 1;
        return std::move(scene_);
    }

private:
    void add_themes(std::string_view word, float weight) {
        for (const Meaning& meaning : themes_of(word))
            if (meaning.theme != Theme::count)
                scene_.themes[static_cast<std::size_t>(meaning.theme)] += meaning.amount * weight;
    }

    void add_subject(Placed placed, const std::optional<Rgb>& colour, float weight) {
        if (colour) placed.colour = mix(placed.colour, *colour, 0.85F);
        for (Placed& before : scene_.subjects)
            if (before.kind == placed.kind) {  // "an oak tree" is one tree
                before.weight += 0.25F * weight;
                if (colour) before.colour = placed.colour;
                return;
            }
        if (scene_.subjects.size() >= 3 || weight <= 0) return;
        placed.weight = weight;
        scene_.subjects.push_back(placed);
    }

    /// Nothing to show but colours and manner.
    bool is_bare() const {
        const auto end = scene_.themes.begin() + static_cast<std::ptrdiff_t>(Theme::ink);
        return scene_.subjects.empty() &&
               std::all_of(scene_.themes.begin(), end, [](float weight) { return weight <= 0.2F; });
    }

    Scene scene_;
    std::vector<AccentUse> accents_;
};

}  // namespace

Scene imagine(const std::vector<PromptText>& positive, const std::vector<PromptText>& negative) {
    Imagination imagination;
    for (const PromptText& prompt : positive) imagination.take(prompt);
    for (const PromptText& prompt : negative) imagination.refuse(prompt);
    return imagination.finish();
}

}  // namespace divan::engine::standin
