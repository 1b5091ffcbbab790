// Written by `divan codegen`: do not edit, run it again.
// 9 node classes of small.json
#pragma once

#include <divan/workflow/typed_graph.hpp>

// Left out, because it has no form that ComfyUI knows:
//   Damaged: the entry is no object
//   Half: an input whose name holds a NUL
//   Half: input 'bad' has no type

namespace divan::types {
struct Boolean;
struct CameraWidget;
struct Combo;
struct Float;
struct Image;
struct Int;
struct Latent;
struct Model;
struct Script;
struct String;
struct Vae;
}  // namespace divan::types

namespace sample {

namespace types = ::divan::types;
using ::divan::typed::AddedNode;
using ::divan::typed::AnyType;
using ::divan::typed::Choice;
using ::divan::typed::Growing;
using ::divan::typed::Input;
using ::divan::typed::InputValue;
using ::divan::typed::Many;
using ::divan::typed::NodeInputs;
using ::divan::typed::OneOf;
using ::divan::typed::Optional;
using ::divan::typed::Output;
using ::divan::typed::Required;
using ::divan::typed::Select;
using ::divan::typed::Widget;

/// KSampler (Efficient).sampler_name and 1 more
struct SamplerName : Choice {
    enum Known {euler, dpm_2m, _2m, default_};
    SamplerName(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"euler", "dpm++ 2m", "2m", "default"};
};

/// 3D|saver
/// An output node.
/// Experimental: it may change.
struct _3D_saver {
    Required<types::Image> images;
    Required<OneOf<types::Image, types::Model>> anything;
    Optional<types::String> name = "out";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "3D|saver";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("anything", anything); to_("name", name);
    }
};

/// Dynamic (v3)
struct Dynamic {
    struct Crop : Choice {
        enum Known {center, no};
        Crop(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"center", "no"};
    };
    struct ResizeByWidth {
        Input<types::Int> width = 512;  ///< at least 1
        Required<Crop> crop;
        void write_to(NodeInputs& to_) const {
            to_.own_value(InputValue{::std::string_view{"by width"}}); to_("width", width); to_("crop", crop);
        }
    };
    struct ResizeToMatch {
        Required<types::Image> match;
        void write_to(NodeInputs& to_) const {
            to_.own_value(InputValue{::std::string_view{"to match"}}); to_("match", match);
        }
    };
    struct MaskSlot {
        Required<types::Vae> link;
        Input<types::Int> grow = 0;
        void write_to(NodeInputs& to_) const {
            to_.own_value(link); to_("grow", grow);
        }
    };
    Required<Growing<types::Image>> images;  ///< 2 to 4 of them
    Required<types::Latent> pair_left;  ///< "pair.left"
    Optional<types::Latent> pair_right{};  ///< "pair.right"
    Required<Select<ResizeByWidth, ResizeToMatch>> resize;
    Required<OneOf<types::Image, types::Latent>> first;
    Optional<Select<MaskSlot>> mask{};
    struct Outputs : AddedNode {
        Output<OneOf<types::Image, types::Latent>> out{*this, 0};
    };
    static constexpr const char* kClassType = "Dynamic";
    void write_to(NodeInputs& to_) const {
        to_("images", images, "image", 2, 4); to_("pair.left", pair_left); to_("pair.right", pair_right);
        to_("resize", resize); to_("first", first); to_("mask", mask);
    }
};

/// Half
struct Half {
    Required<types::Int> good;
    struct Outputs : AddedNode {
        Output<types::Int> int_{*this, 0};  ///< "INT"
    };
    static constexpr const char* kClassType = "Half";
    void write_to(NodeInputs& to_) const {
        to_("good", good);
    }
};

/// Efficient 💥 Sampler (Efficiency Nodes/Sampling)
/// Line one. Line two */ \.
struct KSampler_Efficient {
    using SamplerName = ::sample::SamplerName;
    /// The model.
    Required<types::Model> model;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Int> offset = -9223372036854775807 - 1;  ///< at least -9223372036854775808
    Input<types::Float> cfg = 7.0;  ///< 0.0 to 100.0, step 0.10
    Required<SamplerName> sampler_name;
    Input<types::String> positive_prompt = "say \"hi\"\n\\o/ \303\251";  ///< "positive prompt", multiline
    Input<types::Boolean> class_ = true;  ///< "class"
    Required<types::Latent> latent;
    Optional<types::Vae> vae{};
    Optional<Widget<types::Script>> script{};
    Optional<OneOf<types::Int, types::Float>> tiles = 1.5;
    Optional<AnyType> to{};
    struct Outputs : AddedNode {
        /// The model, unchanged.
        Output<types::Model> model{*this, 0};
        Output<types::Latent> latent{*this, 1};
        Output<types::Latent> latent_2{*this, 2};  ///< "latent"
        /// One for each seed.
        Output<types::Image> image{*this, 3};  ///< a list
        Output<AnyType> id_{*this, 4};  ///< "id"
    };
    static constexpr const char* kClassType = "KSampler (Efficient)";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("seed", seed); to_("offset", offset); to_("cfg", cfg);
        to_("sampler_name", sampler_name); to_("positive prompt", positive_prompt); to_("class", class_);
        to_("latent", latent); to_("vae", vae); to_("script", script); to_("tiles", tiles); to_("to", to);
    }
};

/// Loader (loaders)
struct Loader {
    using SamplerName = ::sample::SamplerName;
    Required<types::Combo> ckpt_name;  ///< "a.safetensors", "sub/b.ckpt"
    Required<types::Combo> vae_name;  ///< "pixel_space"
    Input<SamplerName> sampler_name = SamplerName::_2m;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Vae> vae{*this, 1};
        Output<::sample::SamplerName> choice{*this, 2};
        Output<types::Latent> latent{*this, 3};
        Output<types::Image> image{*this, 4};
    };
    static constexpr const char* kClassType = "Loader";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name); to_("vae_name", vae_name); to_("sampler_name", sampler_name);
    }
};

/// Loader! (loaders/odd)
struct [[deprecated("by its author")]] Loader_2 {
    struct Frames : Choice {
        enum Known {_8, _16_5, true_, null, auto_};
        Frames(Known known) : Choice{Json{kTexts[known]}} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"8", "16.5", "true", "null", "\"auto\""};
    };
    struct Flags : Choice {
        enum Known {a, b, c};
        Flags(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"a", "b", "c"};
    };
    struct ModeChoice : Choice {
        enum Known {Mode, known_, minus_1};
        ModeChoice(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"Mode", "known", "-1"};
    };
    Input<Frames> frames = Frames::_16_5;
    Input<Many<Flags>> flags = {Flags::a, Flags::c};
    Required<Widget<types::CameraWidget>> camera;
    Input<ModeChoice> mode = ModeChoice{"gone"};
    Required<types::String> Mode;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "Loader!";
    void write_to(NodeInputs& to_) const {
        to_("frames", frames); to_("flags", flags); to_("camera", camera); to_("mode", mode); to_("Mode", Mode);
    }
};

/// int
/// Calls a paid service: the run needs a comfy.org key.
struct int_ {
    struct Outputs : AddedNode {
        Output<types::Int> int_{*this, 0};  ///< "INT"
        Output<OneOf<types::String, types::Int>> int_2{*this, 1};  ///< "INT"
    };
    static constexpr const char* kClassType = "int";
    void write_to(NodeInputs&) const {}
};

/// 绘图
struct 绘图 {
    Required<types::Model> 模型;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "\347\273\230\345\233\276";
    void write_to(NodeInputs& to_) const {
        to_("\346\250\241\345\236\213", 模型);
    }
};

/// 🎨
struct u1F3A8 {
    Input<types::Int> Input_ = 5;  ///< "Input"
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "\360\237\216\250";
    void write_to(NodeInputs& to_) const {
        to_("Input", Input_);
    }
};

}  // namespace sample
