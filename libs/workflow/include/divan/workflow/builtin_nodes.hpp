// Written by `divan codegen`: do not edit, run it again.
// 496 node classes of comfyui_0.3.64.json
#pragma once

#include <divan/workflow/typed_graph.hpp>

namespace divan::types {
struct Audio;
struct AudioEncoder;
struct AudioEncoderOutput;
struct AudioRecord;
struct Boolean;
struct CameraControl;
struct Clip;
struct ClipVision;
struct ClipVisionOutput;
struct Combo;
struct Conditioning;
struct ControlNet;
struct Float;
struct Floats;
struct GeminiInputFiles;
struct Gligen;
struct Guider;
struct HookKeyframes;
struct Hooks;
struct Image;
struct Int;
struct Latent;
struct LatentOperation;
struct Load3dCamera;
struct Load_3d;
struct Load_3dAnimation;
struct LoraModel;
struct LossMap;
struct LumaConcepts;
struct LumaRef;
struct Mask;
struct Mesh;
struct Model;
struct ModelPatch;
struct ModelTaskId;
struct Noise;
struct OpenaiChatConfig;
struct OpenaiInputFiles;
struct Photomaker;
struct PixverseTemplate;
struct RecraftColor;
struct RecraftControls;
struct RecraftV3Style;
struct RetargetTaskId;
struct RigTaskId;
struct Sampler;
struct Sigmas;
struct String;
struct StyleModel;
struct Svg;
struct TimestepsRange;
struct UpscaleModel;
struct Vae;
struct Video;
struct Voxel;
struct WanCameraEmbedding;
struct Webcam;
}  // namespace divan::types

namespace divan::nodes {

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

/// ByteDanceFirstLastFrameNode.aspect_ratio and 2 more
struct ByteDanceFirstLastFrameNodeAspectRatio : Choice {
    enum Known {adaptive, _16_9, _4_3, _1_1, _3_4, _9_16, _21_9};
    ByteDanceFirstLastFrameNodeAspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"adaptive", "16:9", "4:3", "1:1", "3:4", "9:16", "21:9"};
};

/// ByteDanceFirstLastFrameNode.model and 1 more
struct ByteDanceFirstLastFrameNodeModel : Choice {
    enum Known {seedance_1_0_pro_250528, seedance_1_0_lite_i2v_250428};
    ByteDanceFirstLastFrameNodeModel(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"seedance-1-0-pro-250528", "seedance-1-0-lite-i2v-250428"};
};

/// ByteDanceFirstLastFrameNode.resolution and 2 more
struct ByteDanceFirstLastFrameNodeResolution : Choice {
    enum Known {_480p, _720p, _1080p};
    ByteDanceFirstLastFrameNodeResolution(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"480p", "720p", "1080p"};
};

/// ContextWindowsManual.context_schedule and 1 more
struct ContextSchedule : Choice {
    enum Known {standard_static, standard_uniform, looped_uniform, batched};
    ContextSchedule(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"standard_static", "standard_uniform", "looped_uniform", "batched"};
};

/// ImageScale.crop and 1 more
struct Crop : Choice {
    enum Known {disabled, center};
    Crop(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"disabled", "center"};
};

/// CLIPLoader.device and 1 more
struct Device : Choice {
    enum Known {default_, cpu};
    Device(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"default", "cpu"};
};

/// PixverseImageToVideoNode.duration_seconds and 2 more
struct DurationSeconds : Choice {
    enum Known {_5, _8};
    DurationSeconds(Known known) : Choice{Json{kTexts[known]}} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"5", "8"};
};

/// ImageFlip.flip_method and 1 more
struct FlipMethod : Choice {
    enum Known {x_axis_vertically, y_axis_horizontally};
    FlipMethod(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"x-axis: vertically", "y-axis: horizontally"};
};

/// LoadImageSetFromFolderNode.folder and 1 more
struct Folder : Choice {
    enum Known {_3d};
    Folder(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"3d"};
};

/// ContextWindowsManual.fuse_method and 1 more
struct FuseMethod : Choice {
    enum Known {pyramid, relative, flat, overlap_linear};
    FuseMethod(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"pyramid", "relative", "flat", "overlap-linear"};
};

/// IdeogramV1.aspect_ratio and 1 more
struct IdeogramV1AspectRatio : Choice {
    enum Known {_1_1, _4_3, _3_4, _16_9, _9_16, _2_1, _1_2, _3_2, _2_3, _4_5, _5_4};
    IdeogramV1AspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "1:1", "4:3", "3:4", "16:9", "9:16", "2:1", "1:2", "3:2", "2:3", "4:5", "5:4",
    };
};

/// ImageScale.upscale_method and 2 more
struct ImageScaleUpscaleMethod : Choice {
    enum Known {nearest_exact, bilinear, area, bicubic, lanczos};
    ImageScaleUpscaleMethod(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"nearest-exact", "bilinear", "area", "bicubic", "lanczos"};
};

/// KlingCameraControlI2VNode.aspect_ratio and 6 more
struct KlingCameraControlI2VNodeAspectRatio : Choice {
    enum Known {_16_9, _9_16, _1_1};
    KlingCameraControlI2VNodeAspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"16:9", "9:16", "1:1"};
};

/// KlingDualCharacterVideoEffectNode.duration and 2 more
struct KlingDualCharacterVideoEffectNodeDuration : Choice {
    enum Known {_5, _10};
    KlingDualCharacterVideoEffectNodeDuration(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"5", "10"};
};

/// KlingDualCharacterVideoEffectNode.mode and 1 more
struct KlingDualCharacterVideoEffectNodeMode : Choice {
    enum Known {std_, pro};
    KlingDualCharacterVideoEffectNodeMode(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"std", "pro"};
};

/// LatentUpscale.upscale_method and 1 more
struct LatentUpscaleUpscaleMethod : Choice {
    enum Known {nearest_exact, bilinear, area, bicubic, bislerp};
    LatentUpscaleUpscaleMethod(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"nearest-exact", "bilinear", "area", "bicubic", "bislerp"};
};

/// LumaImageModifyNode.model and 1 more
struct LumaImageModifyNodeModel : Choice {
    enum Known {photon_1, photon_flash_1};
    LumaImageModifyNodeModel(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"photon-1", "photon-flash-1"};
};

/// LumaImageNode.aspect_ratio and 1 more
struct LumaImageNodeAspectRatio : Choice {
    enum Known {_1_1, _16_9, _9_16, _4_3, _3_4, _21_9, _9_21};
    LumaImageNodeAspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"1:1", "16:9", "9:16", "4:3", "3:4", "21:9", "9:21"};
};

/// LumaImageToVideoNode.duration and 1 more
struct LumaImageToVideoNodeDuration : Choice {
    enum Known {_5s, _9s};
    LumaImageToVideoNodeDuration(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"5s", "9s"};
};

/// LumaImageToVideoNode.model and 1 more
struct LumaImageToVideoNodeModel : Choice {
    enum Known {ray_2, ray_flash_2, ray_1_6};
    LumaImageToVideoNodeModel(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"ray-2", "ray-flash-2", "ray-1-6"};
};

/// LumaImageToVideoNode.resolution and 1 more
struct LumaImageToVideoNodeResolution : Choice {
    enum Known {_540p, _720p, _1080p, _4k};
    LumaImageToVideoNodeResolution(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"540p", "720p", "1080p", "4k"};
};

/// IdeogramV1.magic_prompt_option and 2 more
struct MagicPromptOption : Choice {
    enum Known {AUTO, ON, OFF};
    MagicPromptOption(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"AUTO", "ON", "OFF"};
};

/// Rodin3D_Detail.Material_Type and 3 more
struct MaterialType : Choice {
    enum Known {PBR, Shaded};
    MaterialType(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"PBR", "Shaded"};
};

/// TripoImageToModelNode.model_version and 2 more
struct ModelVersion : Choice {
    enum Known {v2_5_20250123, v2_0_20240919, v1_4_20240625};
    ModelVersion(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"v2.5-20250123", "v2.0-20240919", "v1.4-20240625"};
};

/// PixverseImageToVideoNode.motion_mode and 2 more
struct MotionMode : Choice {
    enum Known {normal, fast};
    MotionMode(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"normal", "fast"};
};

/// ViduImageToVideoNode.movement_amplitude and 3 more
struct MovementAmplitude : Choice {
    enum Known {auto_, small_, medium, large};
    MovementAmplitude(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"auto", "small", "medium", "large"};
};

/// SamplerDPMPP_2M_SDE.noise_device and 2 more
struct NoiseDevice : Choice {
    enum Known {gpu, cpu};
    NoiseDevice(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"gpu", "cpu"};
};

/// TripoImageToModelNode.orientation and 1 more
struct Orientation : Choice {
    enum Known {align_image, default_};
    Orientation(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"align_image", "default"};
};

/// Veo3VideoGenerationNode.person_generation and 1 more
struct PersonGeneration : Choice {
    enum Known {ALLOW, BLOCK};
    PersonGeneration(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"ALLOW", "BLOCK"};
};

/// PikaImageToVideoNode2_2.duration and 6 more
struct PikaImageToVideoNode2_2Duration : Choice {
    enum Known {_5, _10};
    PikaImageToVideoNode2_2Duration(Known known) : Choice{Json{kTexts[known]}} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"5", "10"};
};

/// PikaImageToVideoNode2_2.resolution and 3 more
struct PikaImageToVideoNode2_2Resolution : Choice {
    enum Known {_1080p, _720p};
    PikaImageToVideoNode2_2Resolution(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"1080p", "720p"};
};

/// PixverseImageToVideoNode.quality and 2 more
struct PixverseImageToVideoNodeQuality : Choice {
    enum Known {_360p, _540p, _720p, _1080p};
    PixverseImageToVideoNodeQuality(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"360p", "540p", "720p", "1080p"};
};

/// Rodin3D_Detail.Polygon_count and 2 more
struct PolygonCount : Choice {
    enum Known {_4K_Quad, _8K_Quad, _18K_Quad, _50K_Quad, _200K_Triangle};
    PolygonCount(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"4K-Quad", "8K-Quad", "18K-Quad", "50K-Quad", "200K-Triangle"};
};

/// RecraftTextToImageNode.size and 1 more
struct RecraftTextToImageNodeSize : Choice {
    enum Known {
        _1024x1024, _1365x1024, _1024x1365, _1536x1024, _1024x1536, _1820x1024, _1024x1820, _1024x2048, _2048x1024,
        _1434x1024, _1024x1434, _1024x1280, _1280x1024, _1024x1707, _1707x1024,
    };
    RecraftTextToImageNodeSize(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "1024x1024", "1365x1024", "1024x1365", "1536x1024", "1024x1536", "1820x1024", "1024x1820", "1024x2048",
        "2048x1024", "1434x1024", "1024x1434", "1024x1280", "1280x1024", "1024x1707", "1707x1024",
    };
};

/// LoadImageSetFromFolderNode.resize_method and 1 more
struct ResizeMethod : Choice {
    enum Known {None, Stretch, Crop, Pad};
    ResizeMethod(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"None", "Stretch", "Crop", "Pad"};
};

/// ImageRotate.rotation and 1 more
struct Rotation : Choice {
    enum Known {none, _90_degrees, _180_degrees, _270_degrees};
    Rotation(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"none", "90 degrees", "180 degrees", "270 degrees"};
};

/// RunwayFirstLastFrameNode.ratio and 1 more
struct RunwayFirstLastFrameNodeRatio : Choice {
    enum Known {_768_1280, _1280_768};
    RunwayFirstLastFrameNodeRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"768:1280", "1280:768"};
};

/// KSampler.sampler_name and 2 more
struct SamplerName : Choice {
    enum Known {
        euler, euler_cfg_pp, euler_ancestral, euler_ancestral_cfg_pp, heun, heunpp2, dpm_2, dpm_2_ancestral, lms,
        dpm_fast, dpm_adaptive, dpmpp_2s_ancestral, dpmpp_2s_ancestral_cfg_pp, dpmpp_sde, dpmpp_sde_gpu, dpmpp_2m,
        dpmpp_2m_cfg_pp, dpmpp_2m_sde, dpmpp_2m_sde_gpu, dpmpp_2m_sde_heun, dpmpp_2m_sde_heun_gpu, dpmpp_3m_sde,
        dpmpp_3m_sde_gpu, ddpm, lcm, ipndm, ipndm_v, deis, res_multistep, res_multistep_cfg_pp,
        res_multistep_ancestral, res_multistep_ancestral_cfg_pp, gradient_estimation, gradient_estimation_cfg_pp,
        er_sde, seeds_2, seeds_3, sa_solver, sa_solver_pece, ddim, uni_pc, uni_pc_bh2,
    };
    SamplerName(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "euler", "euler_cfg_pp", "euler_ancestral", "euler_ancestral_cfg_pp", "heun", "heunpp2", "dpm_2",
        "dpm_2_ancestral", "lms", "dpm_fast", "dpm_adaptive", "dpmpp_2s_ancestral", "dpmpp_2s_ancestral_cfg_pp",
        "dpmpp_sde", "dpmpp_sde_gpu", "dpmpp_2m", "dpmpp_2m_cfg_pp", "dpmpp_2m_sde", "dpmpp_2m_sde_gpu",
        "dpmpp_2m_sde_heun", "dpmpp_2m_sde_heun_gpu", "dpmpp_3m_sde", "dpmpp_3m_sde_gpu", "ddpm", "lcm", "ipndm",
        "ipndm_v", "deis", "res_multistep", "res_multistep_cfg_pp", "res_multistep_ancestral",
        "res_multistep_ancestral_cfg_pp", "gradient_estimation", "gradient_estimation_cfg_pp", "er_sde", "seeds_2",
        "seeds_3", "sa_solver", "sa_solver_pece", "ddim", "uni_pc", "uni_pc_bh2",
    };
};

/// BasicScheduler.scheduler and 2 more
struct Scheduler : Choice {
    enum Known {simple, sgm_uniform, karras, exponential, ddim_uniform, beta, normal, linear_quadratic, kl_optimal};
    Scheduler(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "simple", "sgm_uniform", "karras", "exponential", "ddim_uniform", "beta", "normal", "linear_quadratic",
        "kl_optimal",
    };
};

/// ConditioningSetMask.set_cond_area and 4 more
struct SetCondArea : Choice {
    enum Known {default_, mask_bounds};
    SetCondArea(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"default", "mask bounds"};
};

/// StabilityAudioInpaint.model and 2 more
struct StabilityAudioInpaintModel : Choice {
    enum Known {stable_audio_2_5};
    StabilityAudioInpaintModel(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"stable-audio-2.5"};
};

/// StabilityStableImageSD_3_5Node.aspect_ratio and 1 more
struct StabilityStableImageSD3_5NodeAspectRatio : Choice {
    enum Known {_1_1, _16_9, _9_16, _3_2, _2_3, _5_4, _4_5, _21_9, _9_21};
    StabilityStableImageSD3_5NodeAspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"1:1", "16:9", "9:16", "3:2", "2:3", "5:4", "4:5", "21:9", "9:21"};
};

/// StabilityStableImageSD_3_5Node.style_preset and 2 more
struct StylePreset : Choice {
    enum Known {
        None, _3d_model, analog_film, anime, cinematic, comic_book, digital_art, enhance, fantasy_art, isometric,
        line_art, low_poly, modeling_compound, neon_punk, origami, photographic, pixel_art, tile_texture,
    };
    StylePreset(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "None", "3d-model", "analog-film", "anime", "cinematic", "comic-book", "digital-art", "enhance",
        "fantasy-art", "isometric", "line-art", "low-poly", "modeling-compound", "neon-punk", "origami",
        "photographic", "pixel-art", "tile-texture",
    };
};

/// TripoImageToModelNode.texture_alignment and 2 more
struct TextureAlignment : Choice {
    enum Known {original_image, geometry};
    TextureAlignment(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"original_image", "geometry"};
};

/// TripoImageToModelNode.texture_quality and 3 more
struct TextureQuality : Choice {
    enum Known {standard, detailed};
    TextureQuality(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"standard", "detailed"};
};

/// TripoImageToModelNode.style and 1 more
struct TripoImageToModelNodeStyle : Choice {
    enum Known {
        person_person2cartoon, animal_venom, object_clay, object_steampunk, object_christmas, object_barbie, gold,
        ancient_bronze, None,
    };
    TripoImageToModelNodeStyle(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {
        "person:person2cartoon", "animal:venom", "object:clay", "object:steampunk", "object:christmas",
        "object:barbie", "gold", "ancient_bronze", "None",
    };
};

/// Veo3VideoGenerationNode.aspect_ratio and 1 more
struct Veo3VideoGenerationNodeAspectRatio : Choice {
    enum Known {_16_9, _9_16};
    Veo3VideoGenerationNodeAspectRatio(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"16:9", "9:16"};
};

/// ViduImageToVideoNode.model and 3 more
struct ViduImageToVideoNodeModel : Choice {
    enum Known {viduq1};
    ViduImageToVideoNodeModel(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"viduq1"};
};

/// ViduImageToVideoNode.resolution and 3 more
struct ViduImageToVideoNodeResolution : Choice {
    enum Known {_1080p};
    ViduImageToVideoNodeResolution(Known known) : Choice{kTexts[known]} {}
    using Choice::Choice;
    static constexpr const char* kTexts[] = {"1080p"};
};

/// Adaptive Projected Guidance (sampling/custom_sampling)
struct APG {
    Required<types::Model> model;
    Input<types::Float> eta = 1.0;  ///< -10.0 to 10.0, step 0.01
    Input<types::Float> norm_threshold = 5.0;  ///< 0.0 to 50.0, step 0.1
    Input<types::Float> momentum = 0.0;  ///< -5.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "APG";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("eta", eta); to_("norm_threshold", norm_threshold); to_("momentum", momentum);
    }
};

/// AddNoise (_for_testing/custom_sampling/noise)
struct AddNoise {
    Required<types::Model> model;
    Required<types::Noise> noise;
    Required<types::Sigmas> sigmas;
    Required<types::Latent> latent_image;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "AddNoise";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("noise", noise); to_("sigmas", sigmas); to_("latent_image", latent_image);
    }
};

/// AlignYourStepsScheduler (sampling/custom_sampling/schedulers)
struct AlignYourStepsScheduler {
    struct ModelType : Choice {
        enum Known {SD1, SDXL, SVD};
        ModelType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"SD1", "SDXL", "SVD"};
    };
    Required<ModelType> model_type;
    Input<types::Int> steps = 10;  ///< 1 to 10000
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "AlignYourStepsScheduler";
    void write_to(NodeInputs& to_) const {
        to_("model_type", model_type); to_("steps", steps); to_("denoise", denoise);
    }
};

/// Audio Adjust Volume (audio)
struct AudioAdjustVolume {
    Required<types::Audio> audio;
    Input<types::Int> volume = 1;  ///< -100 to 100
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "AudioAdjustVolume";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("volume", volume);
    }
};

/// Audio Concat (audio)
struct AudioConcat {
    struct Direction : Choice {
        enum Known {after, before};
        Direction(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"after", "before"};
    };
    Required<types::Audio> audio1;
    Required<types::Audio> audio2;
    Input<Direction> direction = Direction::after;
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "AudioConcat";
    void write_to(NodeInputs& to_) const {
        to_("audio1", audio1); to_("audio2", audio2); to_("direction", direction);
    }
};

/// AudioEncoderEncode (conditioning)
struct AudioEncoderEncode {
    Required<types::AudioEncoder> audio_encoder;
    Required<types::Audio> audio;
    struct Outputs : AddedNode {
        Output<types::AudioEncoderOutput> audio_encoder_output{*this, 0};
    };
    static constexpr const char* kClassType = "AudioEncoderEncode";
    void write_to(NodeInputs& to_) const {
        to_("audio_encoder", audio_encoder); to_("audio", audio);
    }
};

/// AudioEncoderLoader (loaders)
struct AudioEncoderLoader {
    Required<types::Combo> audio_encoder_name;
    struct Outputs : AddedNode {
        Output<types::AudioEncoder> audio_encoder{*this, 0};
    };
    static constexpr const char* kClassType = "AudioEncoderLoader";
    void write_to(NodeInputs& to_) const {
        to_("audio_encoder_name", audio_encoder_name);
    }
};

/// Audio Merge (audio)
struct AudioMerge {
    struct MergeMethod : Choice {
        enum Known {add, mean, subtract, multiply};
        MergeMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"add", "mean", "subtract", "multiply"};
    };
    Required<types::Audio> audio1;
    Required<types::Audio> audio2;
    Required<MergeMethod> merge_method;
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "AudioMerge";
    void write_to(NodeInputs& to_) const {
        to_("audio1", audio1); to_("audio2", audio2); to_("merge_method", merge_method);
    }
};

/// BasicGuider (sampling/custom_sampling/guiders)
struct BasicGuider {
    Required<types::Model> model;
    Required<types::Conditioning> conditioning;
    struct Outputs : AddedNode {
        Output<types::Guider> guider{*this, 0};
    };
    static constexpr const char* kClassType = "BasicGuider";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("conditioning", conditioning);
    }
};

/// BasicScheduler (sampling/custom_sampling/schedulers)
struct BasicScheduler {
    using Scheduler = ::divan::nodes::Scheduler;
    Required<types::Model> model;
    Required<Scheduler> scheduler;
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "BasicScheduler";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("scheduler", scheduler); to_("steps", steps); to_("denoise", denoise);
    }
};

/// BetaSamplingScheduler (sampling/custom_sampling/schedulers)
struct BetaSamplingScheduler {
    Required<types::Model> model;
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> alpha = 0.6;  ///< 0.0 to 50.0, step 0.01
    Input<types::Float> beta = 0.6;  ///< 0.0 to 50.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "BetaSamplingScheduler";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("steps", steps); to_("alpha", alpha); to_("beta", beta);
    }
};

/// ByteDance First-Last-Frame to Video (api node/video/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceFirstLastFrameNode {
    using Model = ::divan::nodes::ByteDanceFirstLastFrameNodeModel;
    using Resolution = ::divan::nodes::ByteDanceFirstLastFrameNodeResolution;
    using AspectRatio = ::divan::nodes::ByteDanceFirstLastFrameNodeAspectRatio;
    Input<Model> model = Model::seedance_1_0_lite_i2v_250428;
    Required<types::String> prompt;  ///< multiline
    Required<types::Image> first_frame;
    Required<types::Image> last_frame;
    Required<Resolution> resolution;
    Required<AspectRatio> aspect_ratio;
    Input<types::Int> duration = 5;  ///< 3 to 12
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> camera_fixed = false;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceFirstLastFrameNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("first_frame", first_frame); to_("last_frame", last_frame);
        to_("resolution", resolution); to_("aspect_ratio", aspect_ratio); to_("duration", duration);
        to_("seed", seed); to_("camera_fixed", camera_fixed); to_("watermark", watermark);
    }
};

/// ByteDance Image Edit (api node/image/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceImageEditNode {
    struct Model : Choice {
        enum Known {seededit_3_0_i2i_250628};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"seededit-3-0-i2i-250628"};
    };
    Input<Model> model = Model::seededit_3_0_i2i_250628;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Float> guidance_scale = 5.5;  ///< 1.0 to 10.0, step 0.01
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceImageEditNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("image", image); to_("prompt", prompt); to_("seed", seed);
        to_("guidance_scale", guidance_scale); to_("watermark", watermark);
    }
};

/// ByteDance Image (api node/image/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceImageNode {
    struct Model : Choice {
        enum Known {seedream_3_0_t2i_250415};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"seedream-3-0-t2i-250415"};
    };
    struct SizePreset : Choice {
        enum Known {
            _1024x1024_1_1, _864x1152_3_4, _1152x864_4_3, _1280x720_16_9, _720x1280_9_16, _832x1248_2_3,
            _1248x832_3_2, _1512x648_21_9, _2048x2048_1_1, Custom,
        };
        SizePreset(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "1024x1024 (1:1)", "864x1152 (3:4)", "1152x864 (4:3)", "1280x720 (16:9)", "720x1280 (9:16)",
            "832x1248 (2:3)", "1248x832 (3:2)", "1512x648 (21:9)", "2048x2048 (1:1)", "Custom",
        };
    };
    Input<Model> model = Model::seedream_3_0_t2i_250415;
    Required<types::String> prompt;  ///< multiline
    Required<SizePreset> size_preset;
    Input<types::Int> width = 1024;  ///< 512 to 2048, step 64
    Input<types::Int> height = 1024;  ///< 512 to 2048, step 64
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Float> guidance_scale = 2.5;  ///< 1.0 to 10.0, step 0.01
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceImageNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("size_preset", size_preset); to_("width", width);
        to_("height", height); to_("seed", seed); to_("guidance_scale", guidance_scale);
        to_("watermark", watermark);
    }
};

/// ByteDance Reference Images to Video (api node/video/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceImageReferenceNode {
    struct Model : Choice {
        enum Known {seedance_1_0_lite_i2v_250428};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"seedance-1-0-lite-i2v-250428"};
    };
    struct Resolution : Choice {
        enum Known {_480p, _720p};
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"480p", "720p"};
    };
    using AspectRatio = ::divan::nodes::ByteDanceFirstLastFrameNodeAspectRatio;
    Input<Model> model = Model::seedance_1_0_lite_i2v_250428;
    Required<types::String> prompt;  ///< multiline
    Required<types::Image> images;
    Required<Resolution> resolution;
    Required<AspectRatio> aspect_ratio;
    Input<types::Int> duration = 5;  ///< 3 to 12
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceImageReferenceNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("images", images); to_("resolution", resolution);
        to_("aspect_ratio", aspect_ratio); to_("duration", duration); to_("seed", seed);
        to_("watermark", watermark);
    }
};

/// ByteDance Image to Video (api node/video/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceImageToVideoNode {
    using Model = ::divan::nodes::ByteDanceFirstLastFrameNodeModel;
    using Resolution = ::divan::nodes::ByteDanceFirstLastFrameNodeResolution;
    using AspectRatio = ::divan::nodes::ByteDanceFirstLastFrameNodeAspectRatio;
    Input<Model> model = Model::seedance_1_0_pro_250528;
    Required<types::String> prompt;  ///< multiline
    Required<types::Image> image;
    Required<Resolution> resolution;
    Required<AspectRatio> aspect_ratio;
    Input<types::Int> duration = 5;  ///< 3 to 12
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> camera_fixed = false;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceImageToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("image", image); to_("resolution", resolution);
        to_("aspect_ratio", aspect_ratio); to_("duration", duration); to_("seed", seed);
        to_("camera_fixed", camera_fixed); to_("watermark", watermark);
    }
};

/// ByteDance Seedream 4 (api node/image/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceSeedreamNode {
    struct Model : Choice {
        enum Known {seedream_4_0_250828};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"seedream-4-0-250828"};
    };
    struct SizePreset : Choice {
        enum Known {
            _2048x2048_1_1, _2304x1728_4_3, _1728x2304_3_4, _2560x1440_16_9, _1440x2560_9_16, _2496x1664_3_2,
            _1664x2496_2_3, _3024x1296_21_9, _4096x4096_1_1, Custom,
        };
        SizePreset(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "2048x2048 (1:1)", "2304x1728 (4:3)", "1728x2304 (3:4)", "2560x1440 (16:9)", "1440x2560 (9:16)",
            "2496x1664 (3:2)", "1664x2496 (2:3)", "3024x1296 (21:9)", "4096x4096 (1:1)", "Custom",
        };
    };
    struct SequentialImageGeneration : Choice {
        enum Known {disabled, auto_};
        SequentialImageGeneration(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"disabled", "auto"};
    };
    Required<Model> model;
    Input<types::String> prompt = "";  ///< multiline
    Required<SizePreset> size_preset;
    Optional<types::Image> image{};
    Optional<types::Int> width = 2048;  ///< 1024 to 4096, step 64
    Optional<types::Int> height = 2048;  ///< 1024 to 4096, step 64
    Optional<SequentialImageGeneration> sequential_image_generation{};
    Optional<types::Int> max_images = 1;  ///< 1 to 15
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> watermark = true;
    Optional<types::Boolean> fail_on_partial = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceSeedreamNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("size_preset", size_preset); to_("image", image);
        to_("width", width); to_("height", height); to_("sequential_image_generation", sequential_image_generation);
        to_("max_images", max_images); to_("seed", seed); to_("watermark", watermark);
        to_("fail_on_partial", fail_on_partial);
    }
};

/// ByteDance Text to Video (api node/video/ByteDance)
/// Calls a paid service: the run needs a comfy.org key.
struct ByteDanceTextToVideoNode {
    struct Model : Choice {
        enum Known {seedance_1_0_pro_250528, seedance_1_0_lite_t2v_250428};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"seedance-1-0-pro-250528", "seedance-1-0-lite-t2v-250428"};
    };
    using Resolution = ::divan::nodes::ByteDanceFirstLastFrameNodeResolution;
    struct AspectRatio : Choice {
        enum Known {_16_9, _4_3, _1_1, _3_4, _9_16, _21_9};
        AspectRatio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"16:9", "4:3", "1:1", "3:4", "9:16", "21:9"};
    };
    Input<Model> model = Model::seedance_1_0_pro_250528;
    Required<types::String> prompt;  ///< multiline
    Required<Resolution> resolution;
    Required<AspectRatio> aspect_ratio;
    Input<types::Int> duration = 5;  ///< 3 to 12
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> camera_fixed = false;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ByteDanceTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("resolution", resolution);
        to_("aspect_ratio", aspect_ratio); to_("duration", duration); to_("seed", seed);
        to_("camera_fixed", camera_fixed); to_("watermark", watermark);
    }
};

/// CFGGuider (sampling/custom_sampling/guiders)
struct CFGGuider {
    Required<types::Model> model;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Guider> guider{*this, 0};
    };
    static constexpr const char* kClassType = "CFGGuider";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("positive", positive); to_("negative", negative); to_("cfg", cfg);
    }
};

/// CFGNorm (advanced/guidance)
/// Experimental: it may change.
struct CFGNorm {
    Required<types::Model> model;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> patched_model{*this, 0};
    };
    static constexpr const char* kClassType = "CFGNorm";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("strength", strength);
    }
};

/// CFGZeroStar (advanced/guidance)
struct CFGZeroStar {
    Required<types::Model> model;
    struct Outputs : AddedNode {
        Output<types::Model> patched_model{*this, 0};
    };
    static constexpr const char* kClassType = "CFGZeroStar";
    void write_to(NodeInputs& to_) const {
        to_("model", model);
    }
};

/// CLIPAttentionMultiply (_for_testing/attention_experiments)
/// Experimental: it may change.
struct CLIPAttentionMultiply {
    Required<types::Clip> clip;
    Input<types::Float> q = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> k = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> v = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> out = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPAttentionMultiply";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("q", q); to_("k", k); to_("v", v); to_("out", out);
    }
};

/// Load CLIP (advanced/loaders)
struct CLIPLoader {
    struct Type : Choice {
        enum Known {
            stable_diffusion, stable_cascade, sd3, stable_audio, mochi, ltxv, pixart, cosmos, lumina2, wan, hidream,
            chroma, ace, omnigen2, qwen_image, hunyuan_image,
        };
        Type(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "stable_diffusion", "stable_cascade", "sd3", "stable_audio", "mochi", "ltxv", "pixart", "cosmos",
            "lumina2", "wan", "hidream", "chroma", "ace", "omnigen2", "qwen_image", "hunyuan_image",
        };
    };
    using Device = ::divan::nodes::Device;
    Required<types::Combo> clip_name;
    Required<Type> type;
    Optional<Device> device{};
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPLoader";
    void write_to(NodeInputs& to_) const {
        to_("clip_name", clip_name); to_("type", type); to_("device", device);
    }
};

/// CLIPMergeAdd (advanced/model_merging)
struct CLIPMergeAdd {
    Required<types::Clip> clip1;
    Required<types::Clip> clip2;
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPMergeAdd";
    void write_to(NodeInputs& to_) const {
        to_("clip1", clip1); to_("clip2", clip2);
    }
};

/// CLIPMergeSimple (advanced/model_merging)
struct CLIPMergeSimple {
    Required<types::Clip> clip1;
    Required<types::Clip> clip2;
    Input<types::Float> ratio = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPMergeSimple";
    void write_to(NodeInputs& to_) const {
        to_("clip1", clip1); to_("clip2", clip2); to_("ratio", ratio);
    }
};

/// CLIPMergeSubtract (advanced/model_merging)
struct CLIPMergeSubtract {
    Required<types::Clip> clip1;
    Required<types::Clip> clip2;
    Input<types::Float> multiplier = 1.0;  ///< -10.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPMergeSubtract";
    void write_to(NodeInputs& to_) const {
        to_("clip1", clip1); to_("clip2", clip2); to_("multiplier", multiplier);
    }
};

/// CLIPSave (advanced/model_merging)
/// An output node.
struct CLIPSave {
    Required<types::Clip> clip;
    Input<types::String> filename_prefix = "clip/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "CLIPSave";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("filename_prefix", filename_prefix);
    }
};

/// CLIP Set Last Layer (conditioning)
struct CLIPSetLastLayer {
    Required<types::Clip> clip;
    Input<types::Int> stop_at_clip_layer = -1;  ///< -24 to -1
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPSetLastLayer";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("stop_at_clip_layer", stop_at_clip_layer);
    }
};

/// CLIP Text Encode (Prompt) (conditioning)
struct CLIPTextEncode {
    Required<types::String> text;  ///< multiline
    Required<types::Clip> clip;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncode";
    void write_to(NodeInputs& to_) const {
        to_("text", text); to_("clip", clip);
    }
};

/// CLIPTextEncodeControlnet (_for_testing/conditioning)
/// Experimental: it may change.
struct CLIPTextEncodeControlnet {
    Required<types::Clip> clip;
    Required<types::Conditioning> conditioning;
    Required<types::String> text;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeControlnet";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("conditioning", conditioning); to_("text", text);
    }
};

/// CLIPTextEncodeFlux (advanced/conditioning/flux)
struct CLIPTextEncodeFlux {
    Required<types::Clip> clip;
    Required<types::String> clip_l;  ///< multiline
    Required<types::String> t5xxl;  ///< multiline
    Input<types::Float> guidance = 3.5;  ///< 0.0 to 100.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeFlux";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("clip_l", clip_l); to_("t5xxl", t5xxl); to_("guidance", guidance);
    }
};

/// CLIPTextEncodeHiDream (advanced/conditioning)
struct CLIPTextEncodeHiDream {
    Required<types::Clip> clip;
    Required<types::String> clip_l;  ///< multiline
    Required<types::String> clip_g;  ///< multiline
    Required<types::String> t5xxl;  ///< multiline
    Required<types::String> llama;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeHiDream";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("clip_l", clip_l); to_("clip_g", clip_g); to_("t5xxl", t5xxl); to_("llama", llama);
    }
};

/// CLIPTextEncodeHunyuanDiT (advanced/conditioning)
struct CLIPTextEncodeHunyuanDiT {
    Required<types::Clip> clip;
    Required<types::String> bert;  ///< multiline
    Required<types::String> mt5xl;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeHunyuanDiT";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("bert", bert); to_("mt5xl", mt5xl);
    }
};

/// CLIP Text Encode for Lumina2 (conditioning)
struct CLIPTextEncodeLumina2 {
    struct SystemPrompt : Choice {
        enum Known {superior, alignment};
        SystemPrompt(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"superior", "alignment"};
    };
    Required<SystemPrompt> system_prompt;
    Required<types::String> user_prompt;  ///< multiline
    Required<types::Clip> clip;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeLumina2";
    void write_to(NodeInputs& to_) const {
        to_("system_prompt", system_prompt); to_("user_prompt", user_prompt); to_("clip", clip);
    }
};

/// CLIPTextEncodePixArtAlpha (advanced/conditioning)
struct CLIPTextEncodePixArtAlpha {
    Input<types::Int> width = 1024;  ///< 0 to 16384
    Input<types::Int> height = 1024;  ///< 0 to 16384
    Required<types::String> text;  ///< multiline
    Required<types::Clip> clip;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodePixArtAlpha";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("text", text); to_("clip", clip);
    }
};

/// CLIPTextEncodeSD3 (advanced/conditioning)
struct CLIPTextEncodeSD3 {
    struct EmptyPadding : Choice {
        enum Known {none, empty_prompt};
        EmptyPadding(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"none", "empty_prompt"};
    };
    Required<types::Clip> clip;
    Required<types::String> clip_l;  ///< multiline
    Required<types::String> clip_g;  ///< multiline
    Required<types::String> t5xxl;  ///< multiline
    Required<EmptyPadding> empty_padding;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeSD3";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("clip_l", clip_l); to_("clip_g", clip_g); to_("t5xxl", t5xxl);
        to_("empty_padding", empty_padding);
    }
};

/// CLIPTextEncodeSDXL (advanced/conditioning)
struct CLIPTextEncodeSDXL {
    Required<types::Clip> clip;
    Input<types::Int> width = 1024;  ///< 0 to 16384
    Input<types::Int> height = 1024;  ///< 0 to 16384
    Input<types::Int> crop_w = 0;  ///< 0 to 16384
    Input<types::Int> crop_h = 0;  ///< 0 to 16384
    Input<types::Int> target_width = 1024;  ///< 0 to 16384
    Input<types::Int> target_height = 1024;  ///< 0 to 16384
    Required<types::String> text_g;  ///< multiline
    Required<types::String> text_l;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeSDXL";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("width", width); to_("height", height); to_("crop_w", crop_w); to_("crop_h", crop_h);
        to_("target_width", target_width); to_("target_height", target_height); to_("text_g", text_g);
        to_("text_l", text_l);
    }
};

/// CLIPTextEncodeSDXLRefiner (advanced/conditioning)
struct CLIPTextEncodeSDXLRefiner {
    Input<types::Float> ascore = 6.0;  ///< 0.0 to 1000.0, step 0.01
    Input<types::Int> width = 1024;  ///< 0 to 16384
    Input<types::Int> height = 1024;  ///< 0 to 16384
    Required<types::String> text;  ///< multiline
    Required<types::Clip> clip;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPTextEncodeSDXLRefiner";
    void write_to(NodeInputs& to_) const {
        to_("ascore", ascore); to_("width", width); to_("height", height); to_("text", text); to_("clip", clip);
    }
};

/// CLIP Vision Encode (conditioning)
struct CLIPVisionEncode {
    struct Crop : Choice {
        enum Known {center, none};
        Crop(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"center", "none"};
    };
    Required<types::ClipVision> clip_vision;
    Required<types::Image> image;
    Required<Crop> crop;
    struct Outputs : AddedNode {
        Output<types::ClipVisionOutput> clip_vision_output{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPVisionEncode";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision", clip_vision); to_("image", image); to_("crop", crop);
    }
};

/// Load CLIP Vision (loaders)
struct CLIPVisionLoader {
    Required<types::Combo> clip_name;
    struct Outputs : AddedNode {
        Output<types::ClipVision> clip_vision{*this, 0};
    };
    static constexpr const char* kClassType = "CLIPVisionLoader";
    void write_to(NodeInputs& to_) const {
        to_("clip_name", clip_name);
    }
};

/// Canny (image/preprocessors)
struct Canny {
    Required<types::Image> image;
    Input<types::Float> low_threshold = 0.4;  ///< 0.01 to 0.99, step 0.01
    Input<types::Float> high_threshold = 0.8;  ///< 0.01 to 0.99, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "Canny";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("low_threshold", low_threshold); to_("high_threshold", high_threshold);
    }
};

/// Case Converter (utils/string)
struct CaseConverter {
    struct Mode : Choice {
        enum Known {UPPERCASE, lowercase, Capitalize, Title_Case};
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"UPPERCASE", "lowercase", "Capitalize", "Title Case"};
    };
    Required<types::String> string;  ///< multiline
    Required<Mode> mode;
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "CaseConverter";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("mode", mode);
    }
};

/// Load Checkpoint With Config (DEPRECATED) (advanced/loaders)
struct [[deprecated("by its author")]] CheckpointLoader {
    Required<types::Combo> config_name;
    Required<types::Combo> ckpt_name;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Clip> clip{*this, 1};
        Output<types::Vae> vae{*this, 2};
    };
    static constexpr const char* kClassType = "CheckpointLoader";
    void write_to(NodeInputs& to_) const {
        to_("config_name", config_name); to_("ckpt_name", ckpt_name);
    }
};

/// Load Checkpoint (loaders)
struct CheckpointLoaderSimple {
    Required<types::Combo> ckpt_name;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Clip> clip{*this, 1};
        Output<types::Vae> vae{*this, 2};
    };
    static constexpr const char* kClassType = "CheckpointLoaderSimple";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name);
    }
};

/// Save Checkpoint (advanced/model_merging)
/// An output node.
struct CheckpointSave {
    Required<types::Model> model;
    Required<types::Clip> clip;
    Required<types::Vae> vae;
    Input<types::String> filename_prefix = "checkpoints/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "CheckpointSave";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("clip", clip); to_("vae", vae); to_("filename_prefix", filename_prefix);
    }
};

/// ChromaRadianceOptions (model_patches/chroma_radiance)
struct ChromaRadianceOptions {
    Required<types::Model> model;
    Input<types::Boolean> preserve_wrapper = true;
    Input<types::Float> start_sigma = 1.0;  ///< 0.0 to 1.0
    Input<types::Float> end_sigma = 0.0;  ///< 0.0 to 1.0
    Input<types::Int> nerf_tile_size = -1;  ///< at least -1
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ChromaRadianceOptions";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("preserve_wrapper", preserve_wrapper); to_("start_sigma", start_sigma);
        to_("end_sigma", end_sigma); to_("nerf_tile_size", nerf_tile_size);
    }
};

/// Combine Hooks [2] (advanced/hooks/combine)
/// Experimental: it may change.
struct CombineHooks2 {
    Optional<types::Hooks> hooks_A{};
    Optional<types::Hooks> hooks_B{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CombineHooks2";
    void write_to(NodeInputs& to_) const {
        to_("hooks_A", hooks_A); to_("hooks_B", hooks_B);
    }
};

/// Combine Hooks [4] (advanced/hooks/combine)
/// Experimental: it may change.
struct CombineHooks4 {
    Optional<types::Hooks> hooks_A{};
    Optional<types::Hooks> hooks_B{};
    Optional<types::Hooks> hooks_C{};
    Optional<types::Hooks> hooks_D{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CombineHooks4";
    void write_to(NodeInputs& to_) const {
        to_("hooks_A", hooks_A); to_("hooks_B", hooks_B); to_("hooks_C", hooks_C); to_("hooks_D", hooks_D);
    }
};

/// Combine Hooks [8] (advanced/hooks/combine)
/// Experimental: it may change.
struct CombineHooks8 {
    Optional<types::Hooks> hooks_A{};
    Optional<types::Hooks> hooks_B{};
    Optional<types::Hooks> hooks_C{};
    Optional<types::Hooks> hooks_D{};
    Optional<types::Hooks> hooks_E{};
    Optional<types::Hooks> hooks_F{};
    Optional<types::Hooks> hooks_G{};
    Optional<types::Hooks> hooks_H{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CombineHooks8";
    void write_to(NodeInputs& to_) const {
        to_("hooks_A", hooks_A); to_("hooks_B", hooks_B); to_("hooks_C", hooks_C); to_("hooks_D", hooks_D);
        to_("hooks_E", hooks_E); to_("hooks_F", hooks_F); to_("hooks_G", hooks_G); to_("hooks_H", hooks_H);
    }
};

/// ConditioningAverage (conditioning)
struct ConditioningAverage {
    Required<types::Conditioning> conditioning_to;
    Required<types::Conditioning> conditioning_from;
    Input<types::Float> conditioning_to_strength = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningAverage";
    void write_to(NodeInputs& to_) const {
        to_("conditioning_to", conditioning_to); to_("conditioning_from", conditioning_from);
        to_("conditioning_to_strength", conditioning_to_strength);
    }
};

/// Conditioning (Combine) (conditioning)
struct ConditioningCombine {
    Required<types::Conditioning> conditioning_1;
    Required<types::Conditioning> conditioning_2;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningCombine";
    void write_to(NodeInputs& to_) const {
        to_("conditioning_1", conditioning_1); to_("conditioning_2", conditioning_2);
    }
};

/// Conditioning (Concat) (conditioning)
struct ConditioningConcat {
    Required<types::Conditioning> conditioning_to;
    Required<types::Conditioning> conditioning_from;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningConcat";
    void write_to(NodeInputs& to_) const {
        to_("conditioning_to", conditioning_to); to_("conditioning_from", conditioning_from);
    }
};

/// Conditioning (Set Area) (conditioning)
struct ConditioningSetArea {
    Required<types::Conditioning> conditioning;
    Input<types::Int> width = 64;  ///< 64 to 16384, step 8
    Input<types::Int> height = 64;  ///< 64 to 16384, step 8
    Input<types::Int> x = 0;  ///< 0 to 16384, step 8
    Input<types::Int> y = 0;  ///< 0 to 16384, step 8
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetArea";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("width", width); to_("height", height); to_("x", x); to_("y", y);
        to_("strength", strength);
    }
};

/// Conditioning (Set Area with Percentage) (conditioning)
struct ConditioningSetAreaPercentage {
    Required<types::Conditioning> conditioning;
    Input<types::Float> width = 1.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> height = 1.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> x = 0.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> y = 0.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetAreaPercentage";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("width", width); to_("height", height); to_("x", x); to_("y", y);
        to_("strength", strength);
    }
};

/// ConditioningSetAreaPercentageVideo (conditioning)
struct ConditioningSetAreaPercentageVideo {
    Required<types::Conditioning> conditioning;
    Input<types::Float> width = 1.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> height = 1.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> temporal = 1.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> x = 0.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> y = 0.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> z = 0.0;  ///< 0 to 1.0, step 0.01
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetAreaPercentageVideo";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("width", width); to_("height", height); to_("temporal", temporal);
        to_("x", x); to_("y", y); to_("z", z); to_("strength", strength);
    }
};

/// ConditioningSetAreaStrength (conditioning)
struct ConditioningSetAreaStrength {
    Required<types::Conditioning> conditioning;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetAreaStrength";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("strength", strength);
    }
};

/// Cond Set Default Combine (advanced/hooks/cond single)
/// Experimental: it may change.
struct ConditioningSetDefaultCombine {
    Required<types::Conditioning> cond;
    Required<types::Conditioning> cond_DEFAULT;
    Optional<types::Hooks> hooks{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetDefaultCombine";
    void write_to(NodeInputs& to_) const {
        to_("cond", cond); to_("cond_DEFAULT", cond_DEFAULT); to_("hooks", hooks);
    }
};

/// Conditioning (Set Mask) (conditioning)
struct ConditioningSetMask {
    using SetCondArea = ::divan::nodes::SetCondArea;
    Required<types::Conditioning> conditioning;
    Required<types::Mask> mask;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Required<SetCondArea> set_cond_area;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetMask";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("mask", mask); to_("strength", strength);
        to_("set_cond_area", set_cond_area);
    }
};

/// Cond Set Props (advanced/hooks/cond single)
/// Experimental: it may change.
struct ConditioningSetProperties {
    using SetCondArea = ::divan::nodes::SetCondArea;
    Required<types::Conditioning> cond_NEW;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Required<SetCondArea> set_cond_area;
    Optional<types::Mask> mask{};
    Optional<types::Hooks> hooks{};
    Optional<types::TimestepsRange> timesteps{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetProperties";
    void write_to(NodeInputs& to_) const {
        to_("cond_NEW", cond_NEW); to_("strength", strength); to_("set_cond_area", set_cond_area);
        to_("mask", mask); to_("hooks", hooks); to_("timesteps", timesteps);
    }
};

/// Cond Set Props Combine (advanced/hooks/cond single)
/// Experimental: it may change.
struct ConditioningSetPropertiesAndCombine {
    using SetCondArea = ::divan::nodes::SetCondArea;
    Required<types::Conditioning> cond;
    Required<types::Conditioning> cond_NEW;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Required<SetCondArea> set_cond_area;
    Optional<types::Mask> mask{};
    Optional<types::Hooks> hooks{};
    Optional<types::TimestepsRange> timesteps{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetPropertiesAndCombine";
    void write_to(NodeInputs& to_) const {
        to_("cond", cond); to_("cond_NEW", cond_NEW); to_("strength", strength);
        to_("set_cond_area", set_cond_area); to_("mask", mask); to_("hooks", hooks); to_("timesteps", timesteps);
    }
};

/// ConditioningSetTimestepRange (advanced/conditioning)
struct ConditioningSetTimestepRange {
    Required<types::Conditioning> conditioning;
    Input<types::Float> start = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end = 1.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningSetTimestepRange";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("start", start); to_("end", end);
    }
};

/// ConditioningStableAudio (conditioning)
struct ConditioningStableAudio {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Input<types::Float> seconds_start = 0.0;  ///< 0.0 to 1000.0, step 0.1
    Input<types::Float> seconds_total = 47.0;  ///< 0.0 to 1000.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "ConditioningStableAudio";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("seconds_start", seconds_start);
        to_("seconds_total", seconds_total);
    }
};

/// Timesteps Range (advanced/hooks)
/// Experimental: it may change.
struct ConditioningTimestepsRange {
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::TimestepsRange> timesteps_range{*this, 0};
        Output<types::TimestepsRange> before_range{*this, 1};
        Output<types::TimestepsRange> after_range{*this, 2};
    };
    static constexpr const char* kClassType = "ConditioningTimestepsRange";
    void write_to(NodeInputs& to_) const {
        to_("start_percent", start_percent); to_("end_percent", end_percent);
    }
};

/// ConditioningZeroOut (advanced/conditioning)
struct ConditioningZeroOut {
    Required<types::Conditioning> conditioning;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ConditioningZeroOut";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning);
    }
};

/// Context Windows (Manual) (context)
/// Experimental: it may change.
struct ContextWindowsManual {
    using ContextSchedule = ::divan::nodes::ContextSchedule;
    using FuseMethod = ::divan::nodes::FuseMethod;
    Required<types::Model> model;
    Input<types::Int> context_length = 16;  ///< at least 1
    Input<types::Int> context_overlap = 4;  ///< at least 0
    Required<ContextSchedule> context_schedule;
    Input<types::Int> context_stride = 1;  ///< at least 1
    Input<types::Boolean> closed_loop = false;
    Input<FuseMethod> fuse_method = FuseMethod::pyramid;
    Input<types::Int> dim = 0;  ///< 0 to 5
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ContextWindowsManual";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("context_length", context_length); to_("context_overlap", context_overlap);
        to_("context_schedule", context_schedule); to_("context_stride", context_stride);
        to_("closed_loop", closed_loop); to_("fuse_method", fuse_method); to_("dim", dim);
    }
};

/// Apply ControlNet (OLD) (conditioning/controlnet)
struct [[deprecated("by its author")]] ControlNetApply {
    Required<types::Conditioning> conditioning;
    Required<types::ControlNet> control_net;
    Required<types::Image> image;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ControlNetApply";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("control_net", control_net); to_("image", image);
        to_("strength", strength);
    }
};

/// Apply ControlNet (conditioning/controlnet)
struct ControlNetApplyAdvanced {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::ControlNet> control_net;
    Required<types::Image> image;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    Optional<types::Vae> vae{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "ControlNetApplyAdvanced";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("control_net", control_net); to_("image", image);
        to_("strength", strength); to_("start_percent", start_percent); to_("end_percent", end_percent);
        to_("vae", vae);
    }
};

/// Apply Controlnet with VAE (conditioning/controlnet)
struct [[deprecated("by its author")]] ControlNetApplySD3 {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::ControlNet> control_net;
    Required<types::Vae> vae;
    Required<types::Image> image;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "ControlNetApplySD3";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("control_net", control_net); to_("vae", vae);
        to_("image", image); to_("strength", strength); to_("start_percent", start_percent);
        to_("end_percent", end_percent);
    }
};

/// ControlNetInpaintingAliMamaApply (conditioning/controlnet)
struct ControlNetInpaintingAliMamaApply {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::ControlNet> control_net;
    Required<types::Vae> vae;
    Required<types::Image> image;
    Required<types::Mask> mask;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "ControlNetInpaintingAliMamaApply";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("control_net", control_net); to_("vae", vae);
        to_("image", image); to_("mask", mask); to_("strength", strength); to_("start_percent", start_percent);
        to_("end_percent", end_percent);
    }
};

/// Load ControlNet Model (loaders)
struct ControlNetLoader {
    Required<types::Combo> control_net_name;
    struct Outputs : AddedNode {
        Output<types::ControlNet> control_net{*this, 0};
    };
    static constexpr const char* kClassType = "ControlNetLoader";
    void write_to(NodeInputs& to_) const {
        to_("control_net_name", control_net_name);
    }
};

/// CosmosImageToVideoLatent (conditioning/inpaint)
struct CosmosImageToVideoLatent {
    Required<types::Vae> vae;
    Input<types::Int> width = 1280;  ///< 16 to 16384, step 16
    Input<types::Int> height = 704;  ///< 16 to 16384, step 16
    Input<types::Int> length = 121;  ///< 1 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::Image> start_image{};
    Optional<types::Image> end_image{};
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "CosmosImageToVideoLatent";
    void write_to(NodeInputs& to_) const {
        to_("vae", vae); to_("width", width); to_("height", height); to_("length", length);
        to_("batch_size", batch_size); to_("start_image", start_image); to_("end_image", end_image);
    }
};

/// CosmosPredict2ImageToVideoLatent (conditioning/inpaint)
struct CosmosPredict2ImageToVideoLatent {
    Required<types::Vae> vae;
    Input<types::Int> width = 848;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 93;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::Image> start_image{};
    Optional<types::Image> end_image{};
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "CosmosPredict2ImageToVideoLatent";
    void write_to(NodeInputs& to_) const {
        to_("vae", vae); to_("width", width); to_("height", height); to_("length", length);
        to_("batch_size", batch_size); to_("start_image", start_image); to_("end_image", end_image);
    }
};

/// Create Hook Keyframe (advanced/hooks/scheduling)
/// Experimental: it may change.
struct CreateHookKeyframe {
    Input<types::Float> strength_mult = 1.0;  ///< -20.0 to 20.0, step 0.01
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Optional<types::HookKeyframes> prev_hook_kf{};
    struct Outputs : AddedNode {
        Output<types::HookKeyframes> hook_kf{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookKeyframe";
    void write_to(NodeInputs& to_) const {
        to_("strength_mult", strength_mult); to_("start_percent", start_percent); to_("prev_hook_kf", prev_hook_kf);
    }
};

/// Create Hook Keyframes From Floats (advanced/hooks/scheduling)
/// Experimental: it may change.
struct CreateHookKeyframesFromFloats {
    Input<Widget<types::Floats>> floats_strength = -1;  ///< at least -1, step 0.001
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Boolean> print_keyframes = false;
    Optional<types::HookKeyframes> prev_hook_kf{};
    struct Outputs : AddedNode {
        Output<types::HookKeyframes> hook_kf{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookKeyframesFromFloats";
    void write_to(NodeInputs& to_) const {
        to_("floats_strength", floats_strength); to_("start_percent", start_percent);
        to_("end_percent", end_percent); to_("print_keyframes", print_keyframes); to_("prev_hook_kf", prev_hook_kf);
    }
};

/// Create Hook Keyframes Interp. (advanced/hooks/scheduling)
/// Experimental: it may change.
struct CreateHookKeyframesInterpolated {
    struct Interpolation : Choice {
        enum Known {linear, ease_in, ease_out, ease_in_out};
        Interpolation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"linear", "ease_in", "ease_out", "ease_in_out"};
    };
    Input<types::Float> strength_start = 1.0;  ///< 0.0 to 10.0, step 0.001
    Input<types::Float> strength_end = 1.0;  ///< 0.0 to 10.0, step 0.001
    Required<Interpolation> interpolation;
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Int> keyframes_count = 5;  ///< 2 to 100
    Input<types::Boolean> print_keyframes = false;
    Optional<types::HookKeyframes> prev_hook_kf{};
    struct Outputs : AddedNode {
        Output<types::HookKeyframes> hook_kf{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookKeyframesInterpolated";
    void write_to(NodeInputs& to_) const {
        to_("strength_start", strength_start); to_("strength_end", strength_end);
        to_("interpolation", interpolation); to_("start_percent", start_percent); to_("end_percent", end_percent);
        to_("keyframes_count", keyframes_count); to_("print_keyframes", print_keyframes);
        to_("prev_hook_kf", prev_hook_kf);
    }
};

/// Create Hook LoRA (advanced/hooks/create)
/// Experimental: it may change.
struct CreateHookLora {
    Required<types::Combo> lora_name;
    Input<types::Float> strength_model = 1.0;  ///< -20.0 to 20.0, step 0.01
    Input<types::Float> strength_clip = 1.0;  ///< -20.0 to 20.0, step 0.01
    Optional<types::Hooks> prev_hooks{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookLora";
    void write_to(NodeInputs& to_) const {
        to_("lora_name", lora_name); to_("strength_model", strength_model); to_("strength_clip", strength_clip);
        to_("prev_hooks", prev_hooks);
    }
};

/// Create Hook LoRA (MO) (advanced/hooks/create)
/// Experimental: it may change.
struct CreateHookLoraModelOnly {
    Required<types::Combo> lora_name;
    Input<types::Float> strength_model = 1.0;  ///< -20.0 to 20.0, step 0.01
    Optional<types::Hooks> prev_hooks{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookLoraModelOnly";
    void write_to(NodeInputs& to_) const {
        to_("lora_name", lora_name); to_("strength_model", strength_model); to_("prev_hooks", prev_hooks);
    }
};

/// Create Hook Model as LoRA (advanced/hooks/create)
/// Experimental: it may change.
struct CreateHookModelAsLora {
    Required<types::Combo> ckpt_name;
    Input<types::Float> strength_model = 1.0;  ///< -20.0 to 20.0, step 0.01
    Input<types::Float> strength_clip = 1.0;  ///< -20.0 to 20.0, step 0.01
    Optional<types::Hooks> prev_hooks{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookModelAsLora";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name); to_("strength_model", strength_model); to_("strength_clip", strength_clip);
        to_("prev_hooks", prev_hooks);
    }
};

/// Create Hook Model as LoRA (MO) (advanced/hooks/create)
/// Experimental: it may change.
struct CreateHookModelAsLoraModelOnly {
    Required<types::Combo> ckpt_name;
    Input<types::Float> strength_model = 1.0;  ///< -20.0 to 20.0, step 0.01
    Optional<types::Hooks> prev_hooks{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "CreateHookModelAsLoraModelOnly";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name); to_("strength_model", strength_model); to_("prev_hooks", prev_hooks);
    }
};

/// Create Video (image/video)
struct CreateVideo {
    Required<types::Image> images;
    Input<types::Float> fps = 30.0;  ///< 1.0 to 120.0, step 1.0
    Optional<types::Audio> audio{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "CreateVideo";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("fps", fps); to_("audio", audio);
    }
};

/// CropMask (mask)
struct CropMask {
    Required<types::Mask> mask;
    Input<types::Int> x = 0;  ///< 0 to 16384
    Input<types::Int> y = 0;  ///< 0 to 16384
    Input<types::Int> width = 512;  ///< 1 to 16384
    Input<types::Int> height = 512;  ///< 1 to 16384
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "CropMask";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask); to_("x", x); to_("y", y); to_("width", width); to_("height", height);
    }
};

/// Load ControlNet Model (diff) (loaders)
struct DiffControlNetLoader {
    Required<types::Model> model;
    Required<types::Combo> control_net_name;
    struct Outputs : AddedNode {
        Output<types::ControlNet> control_net{*this, 0};
    };
    static constexpr const char* kClassType = "DiffControlNetLoader";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("control_net_name", control_net_name);
    }
};

/// Differential Diffusion (_for_testing)
/// Experimental: it may change.
struct DifferentialDiffusion {
    Required<types::Model> model;
    Optional<types::Float> strength = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "DifferentialDiffusion";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("strength", strength);
    }
};

/// DiffusersLoader (advanced/loaders/deprecated)
struct DiffusersLoader {
    Required<types::Combo> model_path;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Clip> clip{*this, 1};
        Output<types::Vae> vae{*this, 2};
    };
    static constexpr const char* kClassType = "DiffusersLoader";
    void write_to(NodeInputs& to_) const {
        to_("model_path", model_path);
    }
};

/// DisableNoise (sampling/custom_sampling/noise)
struct DisableNoise {
    struct Outputs : AddedNode {
        Output<types::Noise> noise{*this, 0};
    };
    static constexpr const char* kClassType = "DisableNoise";
    void write_to(NodeInputs&) const {}
};

/// DualCFGGuider (sampling/custom_sampling/guiders)
struct DualCFGGuider {
    struct Style : Choice {
        enum Known {regular, nested};
        Style(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"regular", "nested"};
    };
    Required<types::Model> model;
    Required<types::Conditioning> cond1;
    Required<types::Conditioning> cond2;
    Required<types::Conditioning> negative;
    Input<types::Float> cfg_conds = 8.0;  ///< 0.0 to 100.0, step 0.1
    Input<types::Float> cfg_cond2_negative = 8.0;  ///< 0.0 to 100.0, step 0.1
    Required<Style> style;
    struct Outputs : AddedNode {
        Output<types::Guider> guider{*this, 0};
    };
    static constexpr const char* kClassType = "DualCFGGuider";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("cond1", cond1); to_("cond2", cond2); to_("negative", negative);
        to_("cfg_conds", cfg_conds); to_("cfg_cond2_negative", cfg_cond2_negative); to_("style", style);
    }
};

/// DualCLIPLoader (advanced/loaders)
struct DualCLIPLoader {
    struct Type : Choice {
        enum Known {sdxl, sd3, flux, hunyuan_video, hidream, hunyuan_image};
        Type(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "sdxl", "sd3", "flux", "hunyuan_video", "hidream", "hunyuan_image",
        };
    };
    using Device = ::divan::nodes::Device;
    Required<types::Combo> clip_name1;
    Required<types::Combo> clip_name2;
    Required<Type> type;
    Optional<Device> device{};
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "DualCLIPLoader";
    void write_to(NodeInputs& to_) const {
        to_("clip_name1", clip_name1); to_("clip_name2", clip_name2); to_("type", type); to_("device", device);
    }
};

/// EasyCache (advanced/debug/model)
/// Experimental: it may change.
struct EasyCache {
    Required<types::Model> model;
    Input<types::Float> reuse_threshold = 0.2;  ///< 0.0 to 3.0, step 0.01
    Input<types::Float> start_percent = 0.15;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> end_percent = 0.95;  ///< 0.0 to 1.0, step 0.01
    Input<types::Boolean> verbose = false;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "EasyCache";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("reuse_threshold", reuse_threshold); to_("start_percent", start_percent);
        to_("end_percent", end_percent); to_("verbose", verbose);
    }
};

/// EmptyAceStepLatentAudio (latent/audio)
struct EmptyAceStepLatentAudio {
    Input<types::Float> seconds = 120.0;  ///< 1.0 to 1000.0, step 0.1
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyAceStepLatentAudio";
    void write_to(NodeInputs& to_) const {
        to_("seconds", seconds); to_("batch_size", batch_size);
    }
};

/// Empty Audio (audio)
struct EmptyAudio {
    Input<types::Float> duration = 60.0;  ///< 0.0 to 18446744073709551615, step 0.01
    Input<types::Int> sample_rate = 44100;
    Input<types::Int> channels = 2;  ///< 1 to 2
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyAudio";
    void write_to(NodeInputs& to_) const {
        to_("duration", duration); to_("sample_rate", sample_rate); to_("channels", channels);
    }
};

/// EmptyChromaRadianceLatentImage (latent/chroma_radiance)
struct EmptyChromaRadianceLatentImage {
    Input<types::Int> width = 1024;  ///< 16 to 16384, step 16
    Input<types::Int> height = 1024;  ///< 16 to 16384, step 16
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyChromaRadianceLatentImage";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("batch_size", batch_size);
    }
};

/// EmptyCosmosLatentVideo (latent/video)
struct EmptyCosmosLatentVideo {
    Input<types::Int> width = 1280;  ///< 16 to 16384, step 16
    Input<types::Int> height = 704;  ///< 16 to 16384, step 16
    Input<types::Int> length = 121;  ///< 1 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyCosmosLatentVideo";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
    }
};

/// EmptyHunyuanImageLatent (latent)
struct EmptyHunyuanImageLatent {
    Input<types::Int> width = 2048;  ///< 64 to 16384, step 32
    Input<types::Int> height = 2048;  ///< 64 to 16384, step 32
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyHunyuanImageLatent";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("batch_size", batch_size);
    }
};

/// EmptyHunyuanLatentVideo (latent/video)
struct EmptyHunyuanLatentVideo {
    Input<types::Int> width = 848;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 25;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyHunyuanLatentVideo";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
    }
};

/// EmptyImage (image)
struct EmptyImage {
    Input<types::Int> width = 512;  ///< 1 to 16384
    Input<types::Int> height = 512;  ///< 1 to 16384
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Int> color = 0;  ///< 0 to 16777215
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyImage";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("batch_size", batch_size); to_("color", color);
    }
};

/// EmptyLTXVLatentVideo (latent/video/ltxv)
struct EmptyLTXVLatentVideo {
    Input<types::Int> width = 768;  ///< 64 to 16384, step 32
    Input<types::Int> height = 512;  ///< 64 to 16384, step 32
    Input<types::Int> length = 97;  ///< 1 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyLTXVLatentVideo";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
    }
};

/// Empty Latent Audio (latent/audio)
struct EmptyLatentAudio {
    Input<types::Float> seconds = 47.6;  ///< 1.0 to 1000.0, step 0.1
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyLatentAudio";
    void write_to(NodeInputs& to_) const {
        to_("seconds", seconds); to_("batch_size", batch_size);
    }
};

/// EmptyLatentHunyuan3Dv2 (latent/3d)
struct EmptyLatentHunyuan3Dv2 {
    Input<types::Int> resolution = 3072;  ///< 1 to 8192
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyLatentHunyuan3Dv2";
    void write_to(NodeInputs& to_) const {
        to_("resolution", resolution); to_("batch_size", batch_size);
    }
};

/// Empty Latent Image (latent)
struct EmptyLatentImage {
    Input<types::Int> width = 512;  ///< 16 to 16384, step 8
    Input<types::Int> height = 512;  ///< 16 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyLatentImage";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("batch_size", batch_size);
    }
};

/// EmptyMochiLatentVideo (latent/video)
struct EmptyMochiLatentVideo {
    Input<types::Int> width = 848;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 25;  ///< 7 to 16384, step 6
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptyMochiLatentVideo";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
    }
};

/// EmptySD3LatentImage (latent/sd3)
struct EmptySD3LatentImage {
    Input<types::Int> width = 1024;  ///< 16 to 16384, step 16
    Input<types::Int> height = 1024;  ///< 16 to 16384, step 16
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "EmptySD3LatentImage";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("batch_size", batch_size);
    }
};

/// Epsilon Scaling (model_patches/unet)
struct Epsilon_Scaling {
    Required<types::Model> model;
    Input<types::Float> scaling_factor = 1.005;  ///< 0.5 to 1.5, step 0.001
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "Epsilon Scaling";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("scaling_factor", scaling_factor);
    }
};

/// ExponentialScheduler (sampling/custom_sampling/schedulers)
struct ExponentialScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> sigma_max = 14.614642;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> sigma_min = 0.0291675;  ///< 0.0 to 5000.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "ExponentialScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min);
    }
};

/// ExtendIntermediateSigmas (sampling/custom_sampling/sigmas)
struct ExtendIntermediateSigmas {
    struct Spacing : Choice {
        enum Known {linear, cosine, sine};
        Spacing(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"linear", "cosine", "sine"};
    };
    Required<types::Sigmas> sigmas;
    Input<types::Int> steps = 2;  ///< 1 to 100
    Input<types::Float> start_at_sigma = -1.0;  ///< -1.0 to 20000.0, step 0.01
    Input<types::Float> end_at_sigma = 12.0;  ///< 0.0 to 20000.0, step 0.01
    Required<Spacing> spacing;
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "ExtendIntermediateSigmas";
    void write_to(NodeInputs& to_) const {
        to_("sigmas", sigmas); to_("steps", steps); to_("start_at_sigma", start_at_sigma);
        to_("end_at_sigma", end_at_sigma); to_("spacing", spacing);
    }
};

/// FeatherMask (mask)
struct FeatherMask {
    Required<types::Mask> mask;
    Input<types::Int> left = 0;  ///< 0 to 16384
    Input<types::Int> top = 0;  ///< 0 to 16384
    Input<types::Int> right = 0;  ///< 0 to 16384
    Input<types::Int> bottom = 0;  ///< 0 to 16384
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "FeatherMask";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask); to_("left", left); to_("top", top); to_("right", right); to_("bottom", bottom);
    }
};

/// FlipSigmas (sampling/custom_sampling/sigmas)
struct FlipSigmas {
    Required<types::Sigmas> sigmas;
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "FlipSigmas";
    void write_to(NodeInputs& to_) const {
        to_("sigmas", sigmas);
    }
};

/// FluxDisableGuidance (advanced/conditioning/flux)
struct FluxDisableGuidance {
    Required<types::Conditioning> conditioning;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "FluxDisableGuidance";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning);
    }
};

/// FluxGuidance (advanced/conditioning/flux)
struct FluxGuidance {
    Required<types::Conditioning> conditioning;
    Input<types::Float> guidance = 3.5;  ///< 0.0 to 100.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "FluxGuidance";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("guidance", guidance);
    }
};

/// FluxKontextImageScale (advanced/conditioning/flux)
struct FluxKontextImageScale {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxKontextImageScale";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Flux.1 Kontext [max] Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxKontextMaxImageNode {
    Input<types::String> prompt = "";  ///< multiline
    Input<types::String> aspect_ratio = "16:9";
    Input<types::Float> guidance = 3.0;  ///< 0.1 to 99.0, step 0.1
    Input<types::Int> steps = 50;  ///< 1 to 150
    Input<types::Int> seed = 1234;  ///< 0 to 18446744073709551615
    Input<types::Boolean> prompt_upsampling = false;
    Optional<types::Image> input_image{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxKontextMaxImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("guidance", guidance); to_("steps", steps);
        to_("seed", seed); to_("prompt_upsampling", prompt_upsampling); to_("input_image", input_image);
    }
};

/// FluxKontextMultiReferenceLatentMethod (advanced/conditioning/flux)
/// Experimental: it may change.
struct FluxKontextMultiReferenceLatentMethod {
    struct ReferenceLatentsMethod : Choice {
        enum Known {offset, index, uxo_uno};
        ReferenceLatentsMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"offset", "index", "uxo/uno"};
    };
    Required<types::Conditioning> conditioning;
    Required<ReferenceLatentsMethod> reference_latents_method;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "FluxKontextMultiReferenceLatentMethod";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("reference_latents_method", reference_latents_method);
    }
};

/// Flux.1 Kontext [pro] Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxKontextProImageNode {
    Input<types::String> prompt = "";  ///< multiline
    Input<types::String> aspect_ratio = "16:9";
    Input<types::Float> guidance = 3.0;  ///< 0.1 to 99.0, step 0.1
    Input<types::Int> steps = 50;  ///< 1 to 150
    Input<types::Int> seed = 1234;  ///< 0 to 18446744073709551615
    Input<types::Boolean> prompt_upsampling = false;
    Optional<types::Image> input_image{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxKontextProImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("guidance", guidance); to_("steps", steps);
        to_("seed", seed); to_("prompt_upsampling", prompt_upsampling); to_("input_image", input_image);
    }
};

/// Flux.1 Canny Control Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxProCannyNode {
    Required<types::Image> control_image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> prompt_upsampling = false;
    Input<types::Float> canny_low_threshold = 0.1;  ///< 0.01 to 0.99, step 0.01
    Input<types::Float> canny_high_threshold = 0.4;  ///< 0.01 to 0.99, step 0.01
    Input<types::Boolean> skip_preprocessing = false;
    Input<types::Float> guidance = 30.0;  ///< 1 to 100
    Input<types::Int> steps = 50;  ///< 15 to 50
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxProCannyNode";
    void write_to(NodeInputs& to_) const {
        to_("control_image", control_image); to_("prompt", prompt); to_("prompt_upsampling", prompt_upsampling);
        to_("canny_low_threshold", canny_low_threshold); to_("canny_high_threshold", canny_high_threshold);
        to_("skip_preprocessing", skip_preprocessing); to_("guidance", guidance); to_("steps", steps);
        to_("seed", seed);
    }
};

/// Flux.1 Depth Control Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxProDepthNode {
    Required<types::Image> control_image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> prompt_upsampling = false;
    Input<types::Boolean> skip_preprocessing = false;
    Input<types::Float> guidance = 15.0;  ///< 1 to 100
    Input<types::Int> steps = 50;  ///< 15 to 50
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxProDepthNode";
    void write_to(NodeInputs& to_) const {
        to_("control_image", control_image); to_("prompt", prompt); to_("prompt_upsampling", prompt_upsampling);
        to_("skip_preprocessing", skip_preprocessing); to_("guidance", guidance); to_("steps", steps);
        to_("seed", seed);
    }
};

/// Flux.1 Expand Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxProExpandNode {
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> prompt_upsampling = false;
    Input<types::Int> top = 0;  ///< 0 to 2048
    Input<types::Int> bottom = 0;  ///< 0 to 2048
    Input<types::Int> left = 0;  ///< 0 to 2048
    Input<types::Int> right = 0;  ///< 0 to 2048
    Input<types::Float> guidance = 60.0;  ///< 1.5 to 100
    Input<types::Int> steps = 50;  ///< 15 to 50
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxProExpandNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("prompt_upsampling", prompt_upsampling); to_("top", top);
        to_("bottom", bottom); to_("left", left); to_("right", right); to_("guidance", guidance);
        to_("steps", steps); to_("seed", seed);
    }
};

/// Flux.1 Fill Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxProFillNode {
    Required<types::Image> image;
    Required<types::Mask> mask;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> prompt_upsampling = false;
    Input<types::Float> guidance = 60.0;  ///< 1.5 to 100
    Input<types::Int> steps = 50;  ///< 15 to 50
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxProFillNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("mask", mask); to_("prompt", prompt); to_("prompt_upsampling", prompt_upsampling);
        to_("guidance", guidance); to_("steps", steps); to_("seed", seed);
    }
};

/// Flux 1.1 [pro] Ultra Image (api node/image/BFL)
/// Calls a paid service: the run needs a comfy.org key.
struct FluxProUltraImageNode {
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> prompt_upsampling = false;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<types::String> aspect_ratio = "16:9";
    Input<types::Boolean> raw = false;
    Optional<types::Image> image_prompt{};
    Optional<types::Float> image_prompt_strength = 0.1;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "FluxProUltraImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("prompt_upsampling", prompt_upsampling); to_("seed", seed);
        to_("aspect_ratio", aspect_ratio); to_("raw", raw); to_("image_prompt", image_prompt);
        to_("image_prompt_strength", image_prompt_strength);
    }
};

/// FreSca (_for_testing)
/// Experimental: it may change.
struct FreSca {
    Required<types::Model> model;
    Input<types::Float> scale_low = 1.0;  ///< 0 to 10, step 0.01
    Input<types::Float> scale_high = 1.25;  ///< 0 to 10, step 0.01
    Input<types::Int> freq_cutoff = 20;  ///< 1 to 10000
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "FreSca";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("scale_low", scale_low); to_("scale_high", scale_high);
        to_("freq_cutoff", freq_cutoff);
    }
};

/// FreeU (model_patches/unet)
struct FreeU {
    Required<types::Model> model;
    Input<types::Float> b1 = 1.1;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> b2 = 1.2;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> s1 = 0.9;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> s2 = 0.2;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "FreeU";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("b1", b1); to_("b2", b2); to_("s1", s1); to_("s2", s2);
    }
};

/// FreeU_V2 (model_patches/unet)
struct FreeU_V2 {
    Required<types::Model> model;
    Input<types::Float> b1 = 1.3;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> b2 = 1.4;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> s1 = 0.9;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> s2 = 0.2;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "FreeU_V2";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("b1", b1); to_("b2", b2); to_("s1", s1); to_("s2", s2);
    }
};

/// GITSScheduler (sampling/custom_sampling/schedulers)
struct GITSScheduler {
    Input<types::Float> coeff = 1.2;  ///< 0.8 to 1.5, step 0.05
    Input<types::Int> steps = 10;  ///< 2 to 1000
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "GITSScheduler";
    void write_to(NodeInputs& to_) const {
        to_("coeff", coeff); to_("steps", steps); to_("denoise", denoise);
    }
};

/// GLIGENLoader (loaders)
struct GLIGENLoader {
    Required<types::Combo> gligen_name;
    struct Outputs : AddedNode {
        Output<types::Gligen> gligen{*this, 0};
    };
    static constexpr const char* kClassType = "GLIGENLoader";
    void write_to(NodeInputs& to_) const {
        to_("gligen_name", gligen_name);
    }
};

/// GLIGENTextBoxApply (conditioning/gligen)
struct GLIGENTextBoxApply {
    Required<types::Conditioning> conditioning_to;
    Required<types::Clip> clip;
    Required<types::Gligen> gligen_textbox_model;
    Required<types::String> text;  ///< multiline
    Input<types::Int> width = 64;  ///< 8 to 16384, step 8
    Input<types::Int> height = 64;  ///< 8 to 16384, step 8
    Input<types::Int> x = 0;  ///< 0 to 16384, step 8
    Input<types::Int> y = 0;  ///< 0 to 16384, step 8
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "GLIGENTextBoxApply";
    void write_to(NodeInputs& to_) const {
        to_("conditioning_to", conditioning_to); to_("clip", clip);
        to_("gligen_textbox_model", gligen_textbox_model); to_("text", text); to_("width", width);
        to_("height", height); to_("x", x); to_("y", y);
    }
};

/// Google Gemini Image (api node/image/Gemini)
/// Calls a paid service: the run needs a comfy.org key.
struct GeminiImageNode {
    struct Model : Choice {
        enum Known {gemini_2_5_flash_image_preview, gemini_2_5_flash_image};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"gemini-2.5-flash-image-preview", "gemini-2.5-flash-image"};
    };
    struct AspectRatio : Choice {
        enum Known {auto_, _1_1, _2_3, _3_2, _3_4, _4_3, _4_5, _5_4, _9_16, _16_9, _21_9};
        AspectRatio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "auto", "1:1", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "9:16", "16:9", "21:9",
        };
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<Model> model = Model::gemini_2_5_flash_image;
    Input<types::Int> seed = 42;  ///< 0 to 18446744073709551615
    Optional<types::Image> images{};
    Optional<types::GeminiInputFiles> files{};
    Optional<AspectRatio> aspect_ratio = AspectRatio::auto_;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::String> string{*this, 1};
    };
    static constexpr const char* kClassType = "GeminiImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("seed", seed); to_("images", images); to_("files", files);
        to_("aspect_ratio", aspect_ratio);
    }
};

/// Gemini Input Files (api node/text/Gemini)
struct GeminiInputFiles {
    Required<types::Combo> file;
    Optional<types::GeminiInputFiles> GEMINI_INPUT_FILES{};
    struct Outputs : AddedNode {
        Output<types::GeminiInputFiles> gemini_input_files{*this, 0};
    };
    static constexpr const char* kClassType = "GeminiInputFiles";
    void write_to(NodeInputs& to_) const {
        to_("file", file); to_("GEMINI_INPUT_FILES", GEMINI_INPUT_FILES);
    }
};

/// Google Gemini (api node/text/Gemini)
/// Calls a paid service: the run needs a comfy.org key.
struct GeminiNode {
    struct Model : Choice {
        enum Known {gemini_2_5_pro_preview_05_06, gemini_2_5_flash_preview_04_17, gemini_2_5_pro, gemini_2_5_flash};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "gemini-2.5-pro-preview-05-06", "gemini-2.5-flash-preview-04-17", "gemini-2.5-pro", "gemini-2.5-flash",
        };
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<Model> model = Model::gemini_2_5_pro;
    Input<types::Int> seed = 42;  ///< 0 to 18446744073709551615
    Optional<types::Image> images{};
    Optional<types::Audio> audio{};
    Optional<types::Video> video{};
    Optional<types::GeminiInputFiles> files{};
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "GeminiNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("seed", seed); to_("images", images); to_("audio", audio);
        to_("video", video); to_("files", files);
    }
};

/// Get Image Size (image)
struct GetImageSize {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Int> width{*this, 0};
        Output<types::Int> height{*this, 1};
        Output<types::Int> batch_size{*this, 2};
    };
    static constexpr const char* kClassType = "GetImageSize";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Get Video Components (image/video)
struct GetVideoComponents {
    Required<types::Video> video;
    struct Outputs : AddedNode {
        Output<types::Image> images{*this, 0};
        Output<types::Audio> audio{*this, 1};
        Output<types::Float> fps{*this, 2};
    };
    static constexpr const char* kClassType = "GetVideoComponents";
    void write_to(NodeInputs& to_) const {
        to_("video", video);
    }
};

/// GrowMask (mask)
struct GrowMask {
    Required<types::Mask> mask;
    Input<types::Int> expand = 0;  ///< -16384 to 16384
    Input<types::Boolean> tapered_corners = true;
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "GrowMask";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask); to_("expand", expand); to_("tapered_corners", tapered_corners);
    }
};

/// Hunyuan3Dv2Conditioning (conditioning/video_models)
struct Hunyuan3Dv2Conditioning {
    Required<types::ClipVisionOutput> clip_vision_output;
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "Hunyuan3Dv2Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision_output", clip_vision_output);
    }
};

/// Hunyuan3Dv2ConditioningMultiView (conditioning/video_models)
struct Hunyuan3Dv2ConditioningMultiView {
    Optional<types::ClipVisionOutput> front{};
    Optional<types::ClipVisionOutput> left{};
    Optional<types::ClipVisionOutput> back{};
    Optional<types::ClipVisionOutput> right{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "Hunyuan3Dv2ConditioningMultiView";
    void write_to(NodeInputs& to_) const {
        to_("front", front); to_("left", left); to_("back", back); to_("right", right);
    }
};

/// HunyuanImageToVideo (conditioning/video_models)
struct HunyuanImageToVideo {
    struct GuidanceType : Choice {
        enum Known {v1_concat, v2_replace, custom};
        GuidanceType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"v1 (concat)", "v2 (replace)", "custom"};
    };
    Required<types::Conditioning> positive;
    Required<types::Vae> vae;
    Input<types::Int> width = 848;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 53;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Required<GuidanceType> guidance_type;
    Optional<types::Image> start_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Latent> latent{*this, 1};
    };
    static constexpr const char* kClassType = "HunyuanImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("vae", vae); to_("width", width); to_("height", height);
        to_("length", length); to_("batch_size", batch_size); to_("guidance_type", guidance_type);
        to_("start_image", start_image);
    }
};

/// HunyuanRefinerLatent (sd)
struct HunyuanRefinerLatent {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Latent> latent;
    Input<types::Float> noise_augmentation = 0.1;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "HunyuanRefinerLatent";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("latent", latent);
        to_("noise_augmentation", noise_augmentation);
    }
};

/// HyperTile (model_patches/unet)
struct HyperTile {
    Required<types::Model> model;
    Input<types::Int> tile_size = 256;  ///< 1 to 2048
    Input<types::Int> swap_size = 2;  ///< 1 to 128
    Input<types::Int> max_depth = 0;  ///< 0 to 10
    Input<types::Boolean> scale_depth = false;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "HyperTile";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("tile_size", tile_size); to_("swap_size", swap_size); to_("max_depth", max_depth);
        to_("scale_depth", scale_depth);
    }
};

/// HypernetworkLoader (loaders)
struct HypernetworkLoader {
    Required<types::Model> model;
    Required<types::Combo> hypernetwork_name;
    Input<types::Float> strength = 1.0;  ///< -10.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "HypernetworkLoader";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("hypernetwork_name", hypernetwork_name); to_("strength", strength);
    }
};

/// Ideogram V1 (api node/image/Ideogram)
/// Calls a paid service: the run needs a comfy.org key.
struct IdeogramV1 {
    using AspectRatio = ::divan::nodes::IdeogramV1AspectRatio;
    using MagicPromptOption = ::divan::nodes::MagicPromptOption;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> turbo = false;
    Optional<AspectRatio> aspect_ratio = AspectRatio::_1_1;
    Optional<MagicPromptOption> magic_prompt_option = MagicPromptOption::AUTO;
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> num_images = 1;  ///< 1 to 8
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "IdeogramV1";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("turbo", turbo); to_("aspect_ratio", aspect_ratio);
        to_("magic_prompt_option", magic_prompt_option); to_("seed", seed); to_("negative_prompt", negative_prompt);
        to_("num_images", num_images);
    }
};

/// Ideogram V2 (api node/image/Ideogram)
/// Calls a paid service: the run needs a comfy.org key.
struct IdeogramV2 {
    using AspectRatio = ::divan::nodes::IdeogramV1AspectRatio;
    struct Resolution : Choice {
        enum Known {
            Auto, _512_x_1536, _576_x_1408, _576_x_1472, _576_x_1536, _640_x_1024, _640_x_1344, _640_x_1408,
            _640_x_1472, _640_x_1536, _704_x_1152, _704_x_1216, _704_x_1280, _704_x_1344, _704_x_1408, _704_x_1472,
            _720_x_1280, _736_x_1312, _768_x_1024, _768_x_1088, _768_x_1152, _768_x_1216, _768_x_1232, _768_x_1280,
            _768_x_1344, _832_x_960, _832_x_1024, _832_x_1088, _832_x_1152, _832_x_1216, _832_x_1248, _864_x_1152,
            _896_x_960, _896_x_1024, _896_x_1088, _896_x_1120, _896_x_1152, _960_x_832, _960_x_896, _960_x_1024,
            _960_x_1088, _1024_x_640, _1024_x_768, _1024_x_832, _1024_x_896, _1024_x_960, _1024_x_1024, _1088_x_768,
            _1088_x_832, _1088_x_896, _1088_x_960, _1120_x_896, _1152_x_704, _1152_x_768, _1152_x_832, _1152_x_864,
            _1152_x_896, _1216_x_704, _1216_x_768, _1216_x_832, _1232_x_768, _1248_x_832, _1280_x_704, _1280_x_720,
            _1280_x_768, _1280_x_800, _1312_x_736, _1344_x_640, _1344_x_704, _1344_x_768, _1408_x_576, _1408_x_640,
            _1408_x_704, _1472_x_576, _1472_x_640, _1472_x_704, _1536_x_512, _1536_x_576, _1536_x_640,
        };
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Auto", "512 x 1536", "576 x 1408", "576 x 1472", "576 x 1536", "640 x 1024", "640 x 1344",
            "640 x 1408", "640 x 1472", "640 x 1536", "704 x 1152", "704 x 1216", "704 x 1280", "704 x 1344",
            "704 x 1408", "704 x 1472", "720 x 1280", "736 x 1312", "768 x 1024", "768 x 1088", "768 x 1152",
            "768 x 1216", "768 x 1232", "768 x 1280", "768 x 1344", "832 x 960", "832 x 1024", "832 x 1088",
            "832 x 1152", "832 x 1216", "832 x 1248", "864 x 1152", "896 x 960", "896 x 1024", "896 x 1088",
            "896 x 1120", "896 x 1152", "960 x 832", "960 x 896", "960 x 1024", "960 x 1088", "1024 x 640",
            "1024 x 768", "1024 x 832", "1024 x 896", "1024 x 960", "1024 x 1024", "1088 x 768", "1088 x 832",
            "1088 x 896", "1088 x 960", "1120 x 896", "1152 x 704", "1152 x 768", "1152 x 832", "1152 x 864",
            "1152 x 896", "1216 x 704", "1216 x 768", "1216 x 832", "1232 x 768", "1248 x 832", "1280 x 704",
            "1280 x 720", "1280 x 768", "1280 x 800", "1312 x 736", "1344 x 640", "1344 x 704", "1344 x 768",
            "1408 x 576", "1408 x 640", "1408 x 704", "1472 x 576", "1472 x 640", "1472 x 704", "1536 x 512",
            "1536 x 576", "1536 x 640",
        };
    };
    using MagicPromptOption = ::divan::nodes::MagicPromptOption;
    struct StyleType : Choice {
        enum Known {AUTO, GENERAL, REALISTIC, DESIGN, RENDER_3D, ANIME};
        StyleType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"AUTO", "GENERAL", "REALISTIC", "DESIGN", "RENDER_3D", "ANIME"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> turbo = false;
    Optional<AspectRatio> aspect_ratio = AspectRatio::_1_1;
    Optional<Resolution> resolution = Resolution::Auto;
    Optional<MagicPromptOption> magic_prompt_option = MagicPromptOption::AUTO;
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<StyleType> style_type = StyleType{"NONE"};
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> num_images = 1;  ///< 1 to 8
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "IdeogramV2";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("turbo", turbo); to_("aspect_ratio", aspect_ratio);
        to_("resolution", resolution); to_("magic_prompt_option", magic_prompt_option); to_("seed", seed);
        to_("style_type", style_type); to_("negative_prompt", negative_prompt); to_("num_images", num_images);
    }
};

/// Ideogram V3 (api node/image/Ideogram)
/// Calls a paid service: the run needs a comfy.org key.
struct IdeogramV3 {
    struct AspectRatio : Choice {
        enum Known {_1_3, _3_1, _1_2, _2_1, _9_16, _16_9, _10_16, _16_10, _2_3, _3_2, _3_4, _4_3, _4_5, _5_4, _1_1};
        AspectRatio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "1:3", "3:1", "1:2", "2:1", "9:16", "16:9", "10:16", "16:10", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4",
            "1:1",
        };
    };
    struct Resolution : Choice {
        enum Known {
            Auto, _512x1536, _576x1408, _576x1472, _576x1536, _640x1344, _640x1408, _640x1472, _640x1536, _704x1152,
            _704x1216, _704x1280, _704x1344, _704x1408, _704x1472, _736x1312, _768x1088, _768x1216, _768x1280,
            _768x1344, _800x1280, _832x960, _832x1024, _832x1088, _832x1152, _832x1216, _832x1248, _864x1152,
            _896x960, _896x1024, _896x1088, _896x1120, _896x1152, _960x832, _960x896, _960x1024, _960x1088,
            _1024x832, _1024x896, _1024x960, _1024x1024, _1088x768, _1088x832, _1088x896, _1088x960, _1120x896,
            _1152x704, _1152x832, _1152x864, _1152x896, _1216x704, _1216x768, _1216x832, _1248x832, _1280x704,
            _1280x768, _1280x800, _1312x736, _1344x640, _1344x704, _1344x768, _1408x576, _1408x640, _1408x704,
            _1472x576, _1472x640, _1472x704, _1536x512, _1536x576, _1536x640,
        };
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Auto", "512x1536", "576x1408", "576x1472", "576x1536", "640x1344", "640x1408", "640x1472", "640x1536",
            "704x1152", "704x1216", "704x1280", "704x1344", "704x1408", "704x1472", "736x1312", "768x1088",
            "768x1216", "768x1280", "768x1344", "800x1280", "832x960", "832x1024", "832x1088", "832x1152",
            "832x1216", "832x1248", "864x1152", "896x960", "896x1024", "896x1088", "896x1120", "896x1152",
            "960x832", "960x896", "960x1024", "960x1088", "1024x832", "1024x896", "1024x960", "1024x1024",
            "1088x768", "1088x832", "1088x896", "1088x960", "1120x896", "1152x704", "1152x832", "1152x864",
            "1152x896", "1216x704", "1216x768", "1216x832", "1248x832", "1280x704", "1280x768", "1280x800",
            "1312x736", "1344x640", "1344x704", "1344x768", "1408x576", "1408x640", "1408x704", "1472x576",
            "1472x640", "1472x704", "1536x512", "1536x576", "1536x640",
        };
    };
    using MagicPromptOption = ::divan::nodes::MagicPromptOption;
    struct RenderingSpeed : Choice {
        enum Known {DEFAULT, TURBO, QUALITY};
        RenderingSpeed(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"DEFAULT", "TURBO", "QUALITY"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Image> image{};
    Optional<types::Mask> mask{};
    Optional<AspectRatio> aspect_ratio = AspectRatio::_1_1;
    Optional<Resolution> resolution = Resolution::Auto;
    Optional<MagicPromptOption> magic_prompt_option = MagicPromptOption::AUTO;
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Int> num_images = 1;  ///< 1 to 8
    Optional<RenderingSpeed> rendering_speed = RenderingSpeed::DEFAULT;
    Optional<types::Image> character_image{};
    Optional<types::Mask> character_mask{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "IdeogramV3";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("image", image); to_("mask", mask); to_("aspect_ratio", aspect_ratio);
        to_("resolution", resolution); to_("magic_prompt_option", magic_prompt_option); to_("seed", seed);
        to_("num_images", num_images); to_("rendering_speed", rendering_speed);
        to_("character_image", character_image); to_("character_mask", character_mask);
    }
};

/// ImageAddNoise (image)
struct ImageAddNoise {
    Required<types::Image> image;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Float> strength = 0.5;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageAddNoise";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("seed", seed); to_("strength", strength);
    }
};

/// Batch Images (image)
struct ImageBatch {
    Required<types::Image> image1;
    Required<types::Image> image2;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageBatch";
    void write_to(NodeInputs& to_) const {
        to_("image1", image1); to_("image2", image2);
    }
};

/// ImageBlend (image/postprocessing)
struct ImageBlend {
    struct BlendMode : Choice {
        enum Known {normal, multiply, screen, overlay, soft_light, difference};
        BlendMode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "normal", "multiply", "screen", "overlay", "soft_light", "difference",
        };
    };
    Required<types::Image> image1;
    Required<types::Image> image2;
    Input<types::Float> blend_factor = 0.5;  ///< 0.0 to 1.0, step 0.01
    Required<BlendMode> blend_mode;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageBlend";
    void write_to(NodeInputs& to_) const {
        to_("image1", image1); to_("image2", image2); to_("blend_factor", blend_factor);
        to_("blend_mode", blend_mode);
    }
};

/// ImageBlur (image/postprocessing)
struct ImageBlur {
    Required<types::Image> image;
    Input<types::Int> blur_radius = 1;  ///< 1 to 31
    Input<types::Float> sigma = 1.0;  ///< 0.1 to 10.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageBlur";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("blur_radius", blur_radius); to_("sigma", sigma);
    }
};

/// ImageColorToMask (mask)
struct ImageColorToMask {
    Required<types::Image> image;
    Input<types::Int> color = 0;  ///< 0 to 16777215
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "ImageColorToMask";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("color", color);
    }
};

/// ImageCompositeMasked (image)
struct ImageCompositeMasked {
    Required<types::Image> destination;
    Required<types::Image> source;
    Input<types::Int> x = 0;  ///< 0 to 16384
    Input<types::Int> y = 0;  ///< 0 to 16384
    Input<types::Boolean> resize_source = false;
    Optional<types::Mask> mask{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageCompositeMasked";
    void write_to(NodeInputs& to_) const {
        to_("destination", destination); to_("source", source); to_("x", x); to_("y", y);
        to_("resize_source", resize_source); to_("mask", mask);
    }
};

/// Image Crop (image/transform)
struct ImageCrop {
    Required<types::Image> image;
    Input<types::Int> width = 512;  ///< 1 to 16384
    Input<types::Int> height = 512;  ///< 1 to 16384
    Input<types::Int> x = 0;  ///< 0 to 16384
    Input<types::Int> y = 0;  ///< 0 to 16384
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageCrop";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("width", width); to_("height", height); to_("x", x); to_("y", y);
    }
};

/// ImageFlip (image/transform)
struct ImageFlip {
    using FlipMethod = ::divan::nodes::FlipMethod;
    Required<types::Image> image;
    Required<FlipMethod> flip_method;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageFlip";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("flip_method", flip_method);
    }
};

/// ImageFromBatch (image/batch)
struct ImageFromBatch {
    Required<types::Image> image;
    Input<types::Int> batch_index = 0;  ///< 0 to 4095
    Input<types::Int> length = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageFromBatch";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("batch_index", batch_index); to_("length", length);
    }
};

/// Invert Image (image)
struct ImageInvert {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageInvert";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Image Only Checkpoint Loader (img2vid model) (loaders/video_models)
struct ImageOnlyCheckpointLoader {
    Required<types::Combo> ckpt_name;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::ClipVision> clip_vision{*this, 1};
        Output<types::Vae> vae{*this, 2};
    };
    static constexpr const char* kClassType = "ImageOnlyCheckpointLoader";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name);
    }
};

/// ImageOnlyCheckpointSave (advanced/model_merging)
/// An output node.
struct ImageOnlyCheckpointSave {
    Required<types::Model> model;
    Required<types::ClipVision> clip_vision;
    Required<types::Vae> vae;
    Input<types::String> filename_prefix = "checkpoints/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "ImageOnlyCheckpointSave";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("clip_vision", clip_vision); to_("vae", vae);
        to_("filename_prefix", filename_prefix);
    }
};

/// Pad Image for Outpainting (image)
struct ImagePadForOutpaint {
    Required<types::Image> image;
    Input<types::Int> left = 0;  ///< 0 to 16384, step 8
    Input<types::Int> top = 0;  ///< 0 to 16384, step 8
    Input<types::Int> right = 0;  ///< 0 to 16384, step 8
    Input<types::Int> bottom = 0;  ///< 0 to 16384, step 8
    Input<types::Int> feathering = 40;  ///< 0 to 16384
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "ImagePadForOutpaint";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("left", left); to_("top", top); to_("right", right); to_("bottom", bottom);
        to_("feathering", feathering);
    }
};

/// ImageQuantize (image/postprocessing)
struct ImageQuantize {
    struct Dither : Choice {
        enum Known {none, floyd_steinberg, bayer_2, bayer_4, bayer_8, bayer_16};
        Dither(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "none", "floyd-steinberg", "bayer-2", "bayer-4", "bayer-8", "bayer-16",
        };
    };
    Required<types::Image> image;
    Input<types::Int> colors = 256;  ///< 1 to 256
    Required<Dither> dither;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageQuantize";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("colors", colors); to_("dither", dither);
    }
};

/// ImageRGBToYUV (image/batch)
struct ImageRGBToYUV {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> y{*this, 0};
        Output<types::Image> u{*this, 1};
        Output<types::Image> v{*this, 2};
    };
    static constexpr const char* kClassType = "ImageRGBToYUV";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// ImageRotate (image/transform)
struct ImageRotate {
    using Rotation = ::divan::nodes::Rotation;
    Required<types::Image> image;
    Required<Rotation> rotation;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageRotate";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("rotation", rotation);
    }
};

/// Upscale Image (image/upscaling)
struct ImageScale {
    using UpscaleMethod = ::divan::nodes::ImageScaleUpscaleMethod;
    using Crop = ::divan::nodes::Crop;
    Required<types::Image> image;
    Required<UpscaleMethod> upscale_method;
    Input<types::Int> width = 512;  ///< 0 to 16384
    Input<types::Int> height = 512;  ///< 0 to 16384
    Required<Crop> crop;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageScale";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("upscale_method", upscale_method); to_("width", width); to_("height", height);
        to_("crop", crop);
    }
};

/// Upscale Image By (image/upscaling)
struct ImageScaleBy {
    using UpscaleMethod = ::divan::nodes::ImageScaleUpscaleMethod;
    Required<types::Image> image;
    Required<UpscaleMethod> upscale_method;
    Input<types::Float> scale_by = 1.0;  ///< 0.01 to 8.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageScaleBy";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("upscale_method", upscale_method); to_("scale_by", scale_by);
    }
};

/// ImageScaleToMaxDimension (image/upscaling)
struct ImageScaleToMaxDimension {
    struct UpscaleMethod : Choice {
        enum Known {area, lanczos, bilinear, nearest_exact, bicubic};
        UpscaleMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"area", "lanczos", "bilinear", "nearest-exact", "bicubic"};
    };
    Required<types::Image> image;
    Required<UpscaleMethod> upscale_method;
    Input<types::Int> largest_size = 512;  ///< 0 to 16384
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageScaleToMaxDimension";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("upscale_method", upscale_method); to_("largest_size", largest_size);
    }
};

/// ImageScaleToTotalPixels (image/upscaling)
struct ImageScaleToTotalPixels {
    using UpscaleMethod = ::divan::nodes::ImageScaleUpscaleMethod;
    Required<types::Image> image;
    Required<UpscaleMethod> upscale_method;
    Input<types::Float> megapixels = 1.0;  ///< 0.01 to 16.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageScaleToTotalPixels";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("upscale_method", upscale_method); to_("megapixels", megapixels);
    }
};

/// ImageSharpen (image/postprocessing)
struct ImageSharpen {
    Required<types::Image> image;
    Input<types::Int> sharpen_radius = 1;  ///< 1 to 31
    Input<types::Float> sigma = 1.0;  ///< 0.1 to 10.0, step 0.01
    Input<types::Float> alpha = 1.0;  ///< 0.0 to 5.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageSharpen";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("sharpen_radius", sharpen_radius); to_("sigma", sigma); to_("alpha", alpha);
    }
};

/// Image Stitch (image/transform)
struct ImageStitch {
    struct Direction : Choice {
        enum Known {right, down, left, up};
        Direction(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"right", "down", "left", "up"};
    };
    struct SpacingColor : Choice {
        enum Known {white, black, red, green, blue};
        SpacingColor(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"white", "black", "red", "green", "blue"};
    };
    Required<types::Image> image1;
    Input<Direction> direction = Direction::right;
    Input<types::Boolean> match_image_size = true;
    Input<types::Int> spacing_width = 0;  ///< 0 to 1024, step 2
    Input<SpacingColor> spacing_color = SpacingColor::white;
    Optional<types::Image> image2{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageStitch";
    void write_to(NodeInputs& to_) const {
        to_("image1", image1); to_("direction", direction); to_("match_image_size", match_image_size);
        to_("spacing_width", spacing_width); to_("spacing_color", spacing_color); to_("image2", image2);
    }
};

/// Convert Image to Mask (mask)
struct ImageToMask {
    struct Channel : Choice {
        enum Known {red, green, blue, alpha};
        Channel(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"red", "green", "blue", "alpha"};
    };
    Required<types::Image> image;
    Required<Channel> channel;
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "ImageToMask";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("channel", channel);
    }
};

/// Upscale Image (using Model) (image/upscaling)
struct ImageUpscaleWithModel {
    Required<types::UpscaleModel> upscale_model;
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageUpscaleWithModel";
    void write_to(NodeInputs& to_) const {
        to_("upscale_model", upscale_model); to_("image", image);
    }
};

/// ImageYUVToRGB (image/batch)
struct ImageYUVToRGB {
    Required<types::Image> Y;
    Required<types::Image> U;
    Required<types::Image> V;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ImageYUVToRGB";
    void write_to(NodeInputs& to_) const {
        to_("Y", Y); to_("U", U); to_("V", V);
    }
};

/// InpaintModelConditioning (conditioning/inpaint)
struct InpaintModelConditioning {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Required<types::Image> pixels;
    Required<types::Mask> mask;
    Input<types::Boolean> noise_mask = true;
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "InpaintModelConditioning";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("pixels", pixels);
        to_("mask", mask); to_("noise_mask", noise_mask);
    }
};

/// InstructPixToPixConditioning (conditioning/instructpix2pix)
struct InstructPixToPixConditioning {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Required<types::Image> pixels;
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "InstructPixToPixConditioning";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("pixels", pixels);
    }
};

/// InvertMask (mask)
struct InvertMask {
    Required<types::Mask> mask;
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "InvertMask";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask);
    }
};

/// Join Image with Alpha (mask/compositing)
struct JoinImageWithAlpha {
    Required<types::Image> image;
    Required<types::Mask> alpha;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "JoinImageWithAlpha";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("alpha", alpha);
    }
};

/// KSampler (sampling)
struct KSampler {
    using SamplerName = ::divan::nodes::SamplerName;
    using Scheduler = ::divan::nodes::Scheduler;
    Required<types::Model> model;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.1
    Required<SamplerName> sampler_name;
    Required<Scheduler> scheduler;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Latent> latent_image;
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "KSampler";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("seed", seed); to_("steps", steps); to_("cfg", cfg);
        to_("sampler_name", sampler_name); to_("scheduler", scheduler); to_("positive", positive);
        to_("negative", negative); to_("latent_image", latent_image); to_("denoise", denoise);
    }
};

/// KSampler (Advanced) (sampling)
struct KSamplerAdvanced {
    struct AddNoise : Choice {
        enum Known {enable, disable};
        AddNoise(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"enable", "disable"};
    };
    using SamplerName = ::divan::nodes::SamplerName;
    using Scheduler = ::divan::nodes::Scheduler;
    struct ReturnWithLeftoverNoise : Choice {
        enum Known {disable, enable};
        ReturnWithLeftoverNoise(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"disable", "enable"};
    };
    Required<types::Model> model;
    Required<AddNoise> add_noise;
    Input<types::Int> noise_seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.1
    Required<SamplerName> sampler_name;
    Required<Scheduler> scheduler;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Latent> latent_image;
    Input<types::Int> start_at_step = 0;  ///< 0 to 10000
    Input<types::Int> end_at_step = 10000;  ///< 0 to 10000
    Required<ReturnWithLeftoverNoise> return_with_leftover_noise;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "KSamplerAdvanced";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("add_noise", add_noise); to_("noise_seed", noise_seed); to_("steps", steps);
        to_("cfg", cfg); to_("sampler_name", sampler_name); to_("scheduler", scheduler); to_("positive", positive);
        to_("negative", negative); to_("latent_image", latent_image); to_("start_at_step", start_at_step);
        to_("end_at_step", end_at_step); to_("return_with_leftover_noise", return_with_leftover_noise);
    }
};

/// KSamplerSelect (sampling/custom_sampling/samplers)
struct KSamplerSelect {
    using SamplerName = ::divan::nodes::SamplerName;
    Required<SamplerName> sampler_name;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "KSamplerSelect";
    void write_to(NodeInputs& to_) const {
        to_("sampler_name", sampler_name);
    }
};

/// KarrasScheduler (sampling/custom_sampling/schedulers)
struct KarrasScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> sigma_max = 14.614642;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> sigma_min = 0.0291675;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> rho = 7.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "KarrasScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min); to_("rho", rho);
    }
};

/// Kling Image to Video (Camera Control) (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingCameraControlI2VNode {
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    Required<types::Image> start_frame;
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<types::Float> cfg_scale = 0.75;  ///< 0.0 to 1.0
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Required<types::CameraControl> camera_control;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingCameraControlI2VNode";
    void write_to(NodeInputs& to_) const {
        to_("start_frame", start_frame); to_("prompt", prompt); to_("negative_prompt", negative_prompt);
        to_("cfg_scale", cfg_scale); to_("aspect_ratio", aspect_ratio); to_("camera_control", camera_control);
    }
};

/// Kling Text to Video (Camera Control) (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingCameraControlT2VNode {
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<types::Float> cfg_scale = 0.75;  ///< 0.0 to 1.0
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Required<types::CameraControl> camera_control;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingCameraControlT2VNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("cfg_scale", cfg_scale);
        to_("aspect_ratio", aspect_ratio); to_("camera_control", camera_control);
    }
};

/// Kling Camera Controls (api node/video/Kling)
struct KlingCameraControls {
    struct CameraControlType : Choice {
        enum Known {simple, down_back, forward_up, right_turn_forward, left_turn_forward};
        CameraControlType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "simple", "down_back", "forward_up", "right_turn_forward", "left_turn_forward",
        };
    };
    Required<CameraControlType> camera_control_type;
    Input<types::Float> horizontal_movement = 0.0;  ///< -10.0 to 10.0, step 0.25
    Input<types::Float> vertical_movement = 0.0;  ///< -10.0 to 10.0, step 0.25
    Input<types::Float> pan = 0.5;  ///< -10.0 to 10.0, step 0.25
    Input<types::Float> tilt = 0.0;  ///< -10.0 to 10.0, step 0.25
    Input<types::Float> roll = 0.0;  ///< -10.0 to 10.0, step 0.25
    Input<types::Float> zoom = 0.0;  ///< -10.0 to 10.0, step 0.25
    struct Outputs : AddedNode {
        Output<types::CameraControl> camera_control{*this, 0};
    };
    static constexpr const char* kClassType = "KlingCameraControls";
    void write_to(NodeInputs& to_) const {
        to_("camera_control_type", camera_control_type); to_("horizontal_movement", horizontal_movement);
        to_("vertical_movement", vertical_movement); to_("pan", pan); to_("tilt", tilt); to_("roll", roll);
        to_("zoom", zoom);
    }
};

/// Kling Dual Character Video Effects (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingDualCharacterVideoEffectNode {
    struct EffectScene : Choice {
        enum Known {hug, kiss, heart_gesture};
        EffectScene(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"hug", "kiss", "heart_gesture"};
    };
    struct ModelName : Choice {
        enum Known {kling_v1, kling_v1_5, kling_v1_6};
        ModelName(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"kling-v1", "kling-v1-5", "kling-v1-6"};
    };
    using Mode = ::divan::nodes::KlingDualCharacterVideoEffectNodeMode;
    using Duration = ::divan::nodes::KlingDualCharacterVideoEffectNodeDuration;
    Required<types::Image> image_left;
    Required<types::Image> image_right;
    Required<EffectScene> effect_scene;
    Input<ModelName> model_name = ModelName::kling_v1;
    Input<Mode> mode = Mode::std_;
    Required<Duration> duration;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> duration{*this, 1};
    };
    static constexpr const char* kClassType = "KlingDualCharacterVideoEffectNode";
    void write_to(NodeInputs& to_) const {
        to_("image_left", image_left); to_("image_right", image_right); to_("effect_scene", effect_scene);
        to_("model_name", model_name); to_("mode", mode); to_("duration", duration);
    }
};

/// Kling Image to Video (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingImage2VideoNode {
    struct ModelName : Choice {
        enum Known {
            kling_v1, kling_v1_5, kling_v1_6, kling_v2_master, kling_v2_1, kling_v2_1_master, kling_v2_5_turbo,
        };
        ModelName(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "kling-v1", "kling-v1-5", "kling-v1-6", "kling-v2-master", "kling-v2-1", "kling-v2-1-master",
            "kling-v2-5-turbo",
        };
    };
    using Mode = ::divan::nodes::KlingDualCharacterVideoEffectNodeMode;
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    using Duration = ::divan::nodes::KlingDualCharacterVideoEffectNodeDuration;
    Required<types::Image> start_frame;
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<ModelName> model_name = ModelName::kling_v2_master;
    Input<types::Float> cfg_scale = 0.8;  ///< 0.0 to 1.0
    Input<Mode> mode = Mode::std_;
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<Duration> duration = Duration::_5;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingImage2VideoNode";
    void write_to(NodeInputs& to_) const {
        to_("start_frame", start_frame); to_("prompt", prompt); to_("negative_prompt", negative_prompt);
        to_("model_name", model_name); to_("cfg_scale", cfg_scale); to_("mode", mode);
        to_("aspect_ratio", aspect_ratio); to_("duration", duration);
    }
};

/// Kling Image Generation (api node/image/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingImageGenerationNode {
    struct ImageType : Choice {
        enum Known {subject, face};
        ImageType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"subject", "face"};
    };
    struct ModelName : Choice {
        enum Known {kling_v1, kling_v1_5, kling_v2};
        ModelName(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"kling-v1", "kling-v1-5", "kling-v2"};
    };
    struct AspectRatio : Choice {
        enum Known {_16_9, _9_16, _1_1, _4_3, _3_4, _3_2, _2_3, _21_9};
        AspectRatio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"16:9", "9:16", "1:1", "4:3", "3:4", "3:2", "2:3", "21:9"};
    };
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<ImageType> image_type;
    Input<types::Float> image_fidelity = 0.5;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> human_fidelity = 0.45;  ///< 0.0 to 1.0, step 0.01
    Input<ModelName> model_name = ModelName::kling_v1;
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<types::Int> n = 1;  ///< 1 to 9
    Optional<types::Image> image{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "KlingImageGenerationNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("image_type", image_type);
        to_("image_fidelity", image_fidelity); to_("human_fidelity", human_fidelity); to_("model_name", model_name);
        to_("aspect_ratio", aspect_ratio); to_("n", n); to_("image", image);
    }
};

/// Kling Lip Sync Video with Audio (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingLipSyncAudioToVideoNode {
    struct VoiceLanguage : Choice {
        enum Known {zh, en};
        VoiceLanguage(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"zh", "en"};
    };
    Required<types::Video> video;
    Required<types::Audio> audio;
    Input<VoiceLanguage> voice_language = VoiceLanguage::en;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingLipSyncAudioToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("video", video); to_("audio", audio); to_("voice_language", voice_language);
    }
};

/// Kling Lip Sync Video with Text (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingLipSyncTextToVideoNode {
    struct Voice : Choice {
        enum Known {
            Melody, Sunny, Sage, Ace, Blossom, Peppy, Dove, Shine, Anchor, Lyric, Tender, Siren, Zippy, Bud, Sprite,
            Candy, Beacon, Rock, Titan, Grace, Helen, Lore, Crag, Prattle, Hearth, The_Reader, Commercial_Lady,
            阳光少年, 懂事小弟, 运动少年, 青春少女, 温柔小妹, 元气少女, 阳光男生,
            幽默小哥, 文艺小哥, 甜美邻家, 温柔姐姐, 职场女青, 活泼男童, 俏皮女童,
            稳重老爸, 温柔妈妈, 严肃上司, 优雅贵妇, 慈祥爷爷, 唠叨爷爷, 唠叨奶奶,
            和蔼奶奶, 东北老铁, 重庆小伙, 四川妹子, 潮汕大叔, 台湾男生, 西安掌柜,
            天津姐姐, 新闻播报男, 译制片男, 撒娇女友, 刀片烟嗓, 乖巧正太,
        };
        Voice(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Melody", "Sunny", "Sage", "Ace", "Blossom", "Peppy", "Dove", "Shine", "Anchor", "Lyric", "Tender",
            "Siren", "Zippy", "Bud", "Sprite", "Candy", "Beacon", "Rock", "Titan", "Grace", "Helen", "Lore", "Crag",
            "Prattle", "Hearth", "The Reader", "Commercial Lady",
            "\351\230\263\345\205\211\345\260\221\345\271\264", "\346\207\202\344\272\213\345\260\217\345\274\237",
            "\350\277\220\345\212\250\345\260\221\345\271\264", "\351\235\222\346\230\245\345\260\221\345\245\263",
            "\346\270\251\346\237\224\345\260\217\345\246\271", "\345\205\203\346\260\224\345\260\221\345\245\263",
            "\351\230\263\345\205\211\347\224\267\347\224\237", "\345\271\275\351\273\230\345\260\217\345\223\245",
            "\346\226\207\350\211\272\345\260\217\345\223\245", "\347\224\234\347\276\216\351\202\273\345\256\266",
            "\346\270\251\346\237\224\345\247\220\345\247\220", "\350\201\214\345\234\272\345\245\263\351\235\222",
            "\346\264\273\346\263\274\347\224\267\347\253\245", "\344\277\217\347\232\256\345\245\263\347\253\245",
            "\347\250\263\351\207\215\350\200\201\347\210\270", "\346\270\251\346\237\224\345\246\210\345\246\210",
            "\344\270\245\350\202\203\344\270\212\345\217\270", "\344\274\230\351\233\205\350\264\265\345\246\207",
            "\346\205\210\347\245\245\347\210\267\347\210\267", "\345\224\240\345\217\250\347\210\267\347\210\267",
            "\345\224\240\345\217\250\345\245\266\345\245\266", "\345\222\214\350\224\274\345\245\266\345\245\266",
            "\344\270\234\345\214\227\350\200\201\351\223\201", "\351\207\215\345\272\206\345\260\217\344\274\231",
            "\345\233\233\345\267\235\345\246\271\345\255\220", "\346\275\256\346\261\225\345\244\247\345\217\224",
            "\345\217\260\346\271\276\347\224\267\347\224\237", "\350\245\277\345\256\211\346\216\214\346\237\234",
            "\345\244\251\346\264\245\345\247\220\345\247\220",
            "\346\226\260\351\227\273\346\222\255\346\212\245\347\224\267",
            "\350\257\221\345\210\266\347\211\207\347\224\267", "\346\222\222\345\250\207\345\245\263\345\217\213",
            "\345\210\200\347\211\207\347\203\237\345\227\223", "\344\271\226\345\267\247\346\255\243\345\244\252",
        };
    };
    Required<types::Video> video;
    Required<types::String> text;  ///< multiline
    Input<Voice> voice = Voice::Melody;
    Input<types::Float> voice_speed = 1.0;  ///< 0.8 to 2.0
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingLipSyncTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("video", video); to_("text", text); to_("voice", voice); to_("voice_speed", voice_speed);
    }
};

/// Kling Video Effects (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingSingleImageVideoEffectNode {
    struct EffectScene : Choice {
        enum Known {bloombloom, dizzydizzy, fuzzyfuzzy, squish, expansion};
        EffectScene(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bloombloom", "dizzydizzy", "fuzzyfuzzy", "squish", "expansion"};
    };
    struct ModelName : Choice {
        enum Known {kling_v1_6};
        ModelName(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"kling-v1-6"};
    };
    using Duration = ::divan::nodes::KlingDualCharacterVideoEffectNodeDuration;
    Required<types::Image> image;
    Required<EffectScene> effect_scene;
    Required<ModelName> model_name;
    Required<Duration> duration;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingSingleImageVideoEffectNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("effect_scene", effect_scene); to_("model_name", model_name);
        to_("duration", duration);
    }
};

/// Kling Start-End Frame to Video (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingStartEndFrameNode {
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    struct Mode : Choice {
        enum Known {
            standard_mode_5s_duration_kling_v1, pro_mode_5s_duration_kling_v1, pro_mode_5s_duration_kling_v1_5,
            pro_mode_10s_duration_kling_v1_5, pro_mode_5s_duration_kling_v1_6, pro_mode_10s_duration_kling_v1_6,
            pro_mode_5s_duration_kling_v2_1, pro_mode_10s_duration_kling_v2_1,
        };
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "standard mode / 5s duration / kling-v1", "pro mode / 5s duration / kling-v1",
            "pro mode / 5s duration / kling-v1-5", "pro mode / 10s duration / kling-v1-5",
            "pro mode / 5s duration / kling-v1-6", "pro mode / 10s duration / kling-v1-6",
            "pro mode / 5s duration / kling-v2-1", "pro mode / 10s duration / kling-v2-1",
        };
    };
    Required<types::Image> start_frame;
    Required<types::Image> end_frame;
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<types::Float> cfg_scale = 0.5;  ///< 0.0 to 1.0
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<Mode> mode = Mode::pro_mode_5s_duration_kling_v1_5;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingStartEndFrameNode";
    void write_to(NodeInputs& to_) const {
        to_("start_frame", start_frame); to_("end_frame", end_frame); to_("prompt", prompt);
        to_("negative_prompt", negative_prompt); to_("cfg_scale", cfg_scale); to_("aspect_ratio", aspect_ratio);
        to_("mode", mode);
    }
};

/// Kling Text to Video (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingTextToVideoNode {
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    struct Mode : Choice {
        enum Known {
            standard_mode_5s_duration_kling_v1, standard_mode_10s_duration_kling_v1, pro_mode_5s_duration_kling_v1,
            pro_mode_10s_duration_kling_v1, standard_mode_5s_duration_kling_v1_6,
            standard_mode_10s_duration_kling_v1_6, pro_mode_5s_duration_kling_v2_master,
            pro_mode_10s_duration_kling_v2_master, standard_mode_5s_duration_kling_v2_master,
            standard_mode_10s_duration_kling_v2_master, pro_mode_5s_duration_kling_v2_1_master,
            pro_mode_10s_duration_kling_v2_1_master, pro_mode_5s_duration_kling_v2_5_turbo,
            pro_mode_10s_duration_kling_v2_5_turbo,
        };
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "standard mode / 5s duration / kling-v1", "standard mode / 10s duration / kling-v1",
            "pro mode / 5s duration / kling-v1", "pro mode / 10s duration / kling-v1",
            "standard mode / 5s duration / kling-v1-6", "standard mode / 10s duration / kling-v1-6",
            "pro mode / 5s duration / kling-v2-master", "pro mode / 10s duration / kling-v2-master",
            "standard mode / 5s duration / kling-v2-master", "standard mode / 10s duration / kling-v2-master",
            "pro mode / 5s duration / kling-v2-1-master", "pro mode / 10s duration / kling-v2-1-master",
            "pro mode / 5s duration / kling-v2-5-turbo", "pro mode / 10s duration / kling-v2-5-turbo",
        };
    };
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<types::Float> cfg_scale = 1.0;  ///< 0.0 to 1.0
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<Mode> mode = Mode::standard_mode_5s_duration_kling_v1_6;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("cfg_scale", cfg_scale);
        to_("aspect_ratio", aspect_ratio); to_("mode", mode);
    }
};

/// Kling Video Extend (api node/video/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingVideoExtendNode {
    Required<types::String> prompt;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Input<types::Float> cfg_scale = 0.5;  ///< 0.0 to 1.0
    Required<types::String> video_id;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
        Output<types::String> video_id{*this, 1};
        Output<types::String> duration{*this, 2};
    };
    static constexpr const char* kClassType = "KlingVideoExtendNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("cfg_scale", cfg_scale);
        to_("video_id", video_id);
    }
};

/// Kling Virtual Try On (api node/image/Kling)
/// Calls a paid service: the run needs a comfy.org key.
struct KlingVirtualTryOnNode {
    struct ModelName : Choice {
        enum Known {kolors_virtual_try_on_v1, kolors_virtual_try_on_v1_5};
        ModelName(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"kolors-virtual-try-on-v1", "kolors-virtual-try-on-v1-5"};
    };
    Required<types::Image> human_image;
    Required<types::Image> cloth_image;
    Input<ModelName> model_name = ModelName::kolors_virtual_try_on_v1;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "KlingVirtualTryOnNode";
    void write_to(NodeInputs& to_) const {
        to_("human_image", human_image); to_("cloth_image", cloth_image); to_("model_name", model_name);
    }
};

/// LTXVAddGuide (conditioning/video_models)
struct LTXVAddGuide {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Required<types::Latent> latent;
    Required<types::Image> image;
    Input<types::Int> frame_idx = 0;  ///< -9999 to 9999
    Input<types::Float> strength = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "LTXVAddGuide";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("latent", latent);
        to_("image", image); to_("frame_idx", frame_idx); to_("strength", strength);
    }
};

/// LTXVConditioning (conditioning/video_models)
struct LTXVConditioning {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Input<types::Float> frame_rate = 25.0;  ///< 0.0 to 1000.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "LTXVConditioning";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("frame_rate", frame_rate);
    }
};

/// LTXVCropGuides (conditioning/video_models)
struct LTXVCropGuides {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Latent> latent;
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "LTXVCropGuides";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("latent", latent);
    }
};

/// LTXVImgToVideo (conditioning/video_models)
struct LTXVImgToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Required<types::Image> image;
    Input<types::Int> width = 768;  ///< 64 to 16384, step 32
    Input<types::Int> height = 512;  ///< 64 to 16384, step 32
    Input<types::Int> length = 97;  ///< 9 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Float> strength = 1.0;  ///< 0.0 to 1.0
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "LTXVImgToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("image", image);
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("strength", strength);
    }
};

/// LTXVPreprocess (image)
struct LTXVPreprocess {
    Required<types::Image> image;
    Input<types::Int> img_compression = 35;  ///< 0 to 100
    struct Outputs : AddedNode {
        Output<types::Image> output_image{*this, 0};
    };
    static constexpr const char* kClassType = "LTXVPreprocess";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("img_compression", img_compression);
    }
};

/// LTXVScheduler (sampling/custom_sampling/schedulers)
struct LTXVScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> max_shift = 2.05;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> base_shift = 0.95;  ///< 0.0 to 100.0, step 0.01
    Input<types::Boolean> stretch = true;
    Input<types::Float> terminal = 0.1;  ///< 0.0 to 0.99, step 0.01
    Optional<types::Latent> latent{};
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "LTXVScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("max_shift", max_shift); to_("base_shift", base_shift); to_("stretch", stretch);
        to_("terminal", terminal); to_("latent", latent);
    }
};

/// LaplaceScheduler (sampling/custom_sampling/schedulers)
struct LaplaceScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> sigma_max = 14.614642;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> sigma_min = 0.0291675;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> mu = 0.0;  ///< -10.0 to 10.0, step 0.1
    Input<types::Float> beta = 0.5;  ///< 0.0 to 10.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "LaplaceScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min); to_("mu", mu);
        to_("beta", beta);
    }
};

/// LatentAdd (latent/advanced)
struct LatentAdd {
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentAdd";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2);
    }
};

/// LatentApplyOperation (latent/advanced/operations)
/// Experimental: it may change.
struct LatentApplyOperation {
    Required<types::Latent> samples;
    Required<types::LatentOperation> operation;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentApplyOperation";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("operation", operation);
    }
};

/// LatentApplyOperationCFG (latent/advanced/operations)
/// Experimental: it may change.
struct LatentApplyOperationCFG {
    Required<types::Model> model;
    Required<types::LatentOperation> operation;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "LatentApplyOperationCFG";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("operation", operation);
    }
};

/// LatentBatch (latent/batch)
struct LatentBatch {
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentBatch";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2);
    }
};

/// LatentBatchSeedBehavior (latent/advanced)
struct LatentBatchSeedBehavior {
    struct SeedBehavior : Choice {
        enum Known {random, fixed};
        SeedBehavior(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"random", "fixed"};
    };
    Required<types::Latent> samples;
    Input<SeedBehavior> seed_behavior = SeedBehavior::fixed;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentBatchSeedBehavior";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("seed_behavior", seed_behavior);
    }
};

/// Latent Blend (_for_testing)
struct LatentBlend {
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    Input<types::Float> blend_factor = 0.5;  ///< 0 to 1, step 0.01
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentBlend";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2); to_("blend_factor", blend_factor);
    }
};

/// Latent Composite (latent)
struct LatentComposite {
    Required<types::Latent> samples_to;
    Required<types::Latent> samples_from;
    Input<types::Int> x = 0;  ///< 0 to 16384, step 8
    Input<types::Int> y = 0;  ///< 0 to 16384, step 8
    Input<types::Int> feather = 0;  ///< 0 to 16384, step 8
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentComposite";
    void write_to(NodeInputs& to_) const {
        to_("samples_to", samples_to); to_("samples_from", samples_from); to_("x", x); to_("y", y);
        to_("feather", feather);
    }
};

/// LatentCompositeMasked (latent)
struct LatentCompositeMasked {
    Required<types::Latent> destination;
    Required<types::Latent> source;
    Input<types::Int> x = 0;  ///< 0 to 16384, step 8
    Input<types::Int> y = 0;  ///< 0 to 16384, step 8
    Input<types::Boolean> resize_source = false;
    Optional<types::Mask> mask{};
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentCompositeMasked";
    void write_to(NodeInputs& to_) const {
        to_("destination", destination); to_("source", source); to_("x", x); to_("y", y);
        to_("resize_source", resize_source); to_("mask", mask);
    }
};

/// LatentConcat (latent/advanced)
struct LatentConcat {
    struct Dim : Choice {
        enum Known {x, minus_x, y, minus_y, t, minus_t};
        Dim(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"x", "-x", "y", "-y", "t", "-t"};
    };
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    Required<Dim> dim;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentConcat";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2); to_("dim", dim);
    }
};

/// Crop Latent (latent/transform)
struct LatentCrop {
    Required<types::Latent> samples;
    Input<types::Int> width = 512;  ///< 64 to 16384, step 8
    Input<types::Int> height = 512;  ///< 64 to 16384, step 8
    Input<types::Int> x = 0;  ///< 0 to 16384, step 8
    Input<types::Int> y = 0;  ///< 0 to 16384, step 8
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentCrop";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("width", width); to_("height", height); to_("x", x); to_("y", y);
    }
};

/// LatentCut (latent/advanced)
struct LatentCut {
    struct Dim : Choice {
        enum Known {x, y, t};
        Dim(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"x", "y", "t"};
    };
    Required<types::Latent> samples;
    Required<Dim> dim;
    Input<types::Int> index = 0;  ///< -16384 to 16384
    Input<types::Int> amount = 1;  ///< 1 to 16384
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentCut";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("dim", dim); to_("index", index); to_("amount", amount);
    }
};

/// Flip Latent (latent/transform)
struct LatentFlip {
    using FlipMethod = ::divan::nodes::FlipMethod;
    Required<types::Latent> samples;
    Required<FlipMethod> flip_method;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentFlip";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("flip_method", flip_method);
    }
};

/// Latent From Batch (latent/batch)
struct LatentFromBatch {
    Required<types::Latent> samples;
    Input<types::Int> batch_index = 0;  ///< 0 to 63
    Input<types::Int> length = 1;  ///< 1 to 64
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentFromBatch";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("batch_index", batch_index); to_("length", length);
    }
};

/// LatentInterpolate (latent/advanced)
struct LatentInterpolate {
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    Input<types::Float> ratio = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentInterpolate";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2); to_("ratio", ratio);
    }
};

/// LatentMultiply (latent/advanced)
struct LatentMultiply {
    Required<types::Latent> samples;
    Input<types::Float> multiplier = 1.0;  ///< -10.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentMultiply";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("multiplier", multiplier);
    }
};

/// LatentOperationSharpen (latent/advanced/operations)
/// Experimental: it may change.
struct LatentOperationSharpen {
    Input<types::Int> sharpen_radius = 9;  ///< 1 to 31
    Input<types::Float> sigma = 1.0;  ///< 0.1 to 10.0, step 0.1
    Input<types::Float> alpha = 0.1;  ///< 0.0 to 5.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::LatentOperation> latent_operation{*this, 0};
    };
    static constexpr const char* kClassType = "LatentOperationSharpen";
    void write_to(NodeInputs& to_) const {
        to_("sharpen_radius", sharpen_radius); to_("sigma", sigma); to_("alpha", alpha);
    }
};

/// LatentOperationTonemapReinhard (latent/advanced/operations)
/// Experimental: it may change.
struct LatentOperationTonemapReinhard {
    Input<types::Float> multiplier = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::LatentOperation> latent_operation{*this, 0};
    };
    static constexpr const char* kClassType = "LatentOperationTonemapReinhard";
    void write_to(NodeInputs& to_) const {
        to_("multiplier", multiplier);
    }
};

/// Rotate Latent (latent/transform)
struct LatentRotate {
    using Rotation = ::divan::nodes::Rotation;
    Required<types::Latent> samples;
    Required<Rotation> rotation;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentRotate";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("rotation", rotation);
    }
};

/// LatentSubtract (latent/advanced)
struct LatentSubtract {
    Required<types::Latent> samples1;
    Required<types::Latent> samples2;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentSubtract";
    void write_to(NodeInputs& to_) const {
        to_("samples1", samples1); to_("samples2", samples2);
    }
};

/// Upscale Latent (latent)
struct LatentUpscale {
    using UpscaleMethod = ::divan::nodes::LatentUpscaleUpscaleMethod;
    using Crop = ::divan::nodes::Crop;
    Required<types::Latent> samples;
    Required<UpscaleMethod> upscale_method;
    Input<types::Int> width = 512;  ///< 0 to 16384, step 8
    Input<types::Int> height = 512;  ///< 0 to 16384, step 8
    Required<Crop> crop;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentUpscale";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("upscale_method", upscale_method); to_("width", width); to_("height", height);
        to_("crop", crop);
    }
};

/// Upscale Latent By (latent)
struct LatentUpscaleBy {
    using UpscaleMethod = ::divan::nodes::LatentUpscaleUpscaleMethod;
    Required<types::Latent> samples;
    Required<UpscaleMethod> upscale_method;
    Input<types::Float> scale_by = 1.5;  ///< 0.01 to 8.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LatentUpscaleBy";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("upscale_method", upscale_method); to_("scale_by", scale_by);
    }
};

/// LazyCache (advanced/debug/model)
/// Experimental: it may change.
struct LazyCache {
    Required<types::Model> model;
    Input<types::Float> reuse_threshold = 0.2;  ///< 0.0 to 3.0, step 0.01
    Input<types::Float> start_percent = 0.15;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> end_percent = 0.95;  ///< 0.0 to 1.0, step 0.01
    Input<types::Boolean> verbose = false;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "LazyCache";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("reuse_threshold", reuse_threshold); to_("start_percent", start_percent);
        to_("end_percent", end_percent); to_("verbose", verbose);
    }
};

/// Load 3D (3d)
/// Experimental: it may change.
struct Load3D {
    Required<types::Combo> model_file;
    Required<Widget<types::Load_3d>> image;
    Input<types::Int> width = 1024;  ///< 1 to 4096
    Input<types::Int> height = 1024;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
        Output<types::String> mesh_path{*this, 2};
        Output<types::Image> normal{*this, 3};
        Output<types::Image> lineart{*this, 4};
        Output<types::Load3dCamera> camera_info{*this, 5};
        Output<types::Video> recording_video{*this, 6};
    };
    static constexpr const char* kClassType = "Load3D";
    void write_to(NodeInputs& to_) const {
        to_("model_file", model_file); to_("image", image); to_("width", width); to_("height", height);
    }
};

/// Load 3D - Animation (3d)
/// Experimental: it may change.
struct Load3DAnimation {
    Required<types::Combo> model_file;
    Required<Widget<types::Load_3dAnimation>> image;
    Input<types::Int> width = 1024;  ///< 1 to 4096
    Input<types::Int> height = 1024;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
        Output<types::String> mesh_path{*this, 2};
        Output<types::Image> normal{*this, 3};
        Output<types::Load3dCamera> camera_info{*this, 4};
        Output<types::Video> recording_video{*this, 5};
    };
    static constexpr const char* kClassType = "Load3DAnimation";
    void write_to(NodeInputs& to_) const {
        to_("model_file", model_file); to_("image", image); to_("width", width); to_("height", height);
    }
};

/// Load Audio (audio)
struct LoadAudio {
    Required<types::Combo> audio;
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "LoadAudio";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio);
    }
};

/// Load Image (image)
struct LoadImage {
    Required<types::Combo> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "LoadImage";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Load Image (as Mask) (mask)
struct LoadImageMask {
    struct Channel : Choice {
        enum Known {alpha, red, green, blue};
        Channel(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"alpha", "red", "green", "blue"};
    };
    Required<types::Combo> image;
    Required<Channel> channel;
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "LoadImageMask";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("channel", channel);
    }
};

/// Load Image (from Outputs) (image)
/// Experimental: it may change.
struct LoadImageOutput {
    Required<types::Combo> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "LoadImageOutput";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Load Image Dataset from Folder (loaders)
/// Experimental: it may change.
struct LoadImageSetFromFolderNode {
    using Folder = ::divan::nodes::Folder;
    using ResizeMethod = ::divan::nodes::ResizeMethod;
    Required<Folder> folder;
    Optional<ResizeMethod> resize_method = ResizeMethod::None;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "LoadImageSetFromFolderNode";
    void write_to(NodeInputs& to_) const {
        to_("folder", folder); to_("resize_method", resize_method);
    }
};

/// Load Image and Text Dataset from Folder (loaders)
/// Experimental: it may change.
struct LoadImageTextSetFromFolderNode {
    using Folder = ::divan::nodes::Folder;
    using ResizeMethod = ::divan::nodes::ResizeMethod;
    Required<Folder> folder;
    Required<types::Clip> clip;
    Optional<ResizeMethod> resize_method = ResizeMethod::None;
    Optional<types::Int> width = -1;  ///< -1 to 10000
    Optional<types::Int> height = -1;  ///< -1 to 10000
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Conditioning> conditioning{*this, 1};
    };
    static constexpr const char* kClassType = "LoadImageTextSetFromFolderNode";
    void write_to(NodeInputs& to_) const {
        to_("folder", folder); to_("clip", clip); to_("resize_method", resize_method); to_("width", width);
        to_("height", height);
    }
};

/// LoadLatent (_for_testing)
struct LoadLatent {
    Required<types::Combo> latent;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "LoadLatent";
    void write_to(NodeInputs& to_) const {
        to_("latent", latent);
    }
};

/// Load Video (image/video)
struct LoadVideo {
    Required<types::Combo> file;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "LoadVideo";
    void write_to(NodeInputs& to_) const {
        to_("file", file);
    }
};

/// Load LoRA (loaders)
struct LoraLoader {
    Required<types::Model> model;
    Required<types::Clip> clip;
    Required<types::Combo> lora_name;
    Input<types::Float> strength_model = 1.0;  ///< -100.0 to 100.0, step 0.01
    Input<types::Float> strength_clip = 1.0;  ///< -100.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Clip> clip{*this, 1};
    };
    static constexpr const char* kClassType = "LoraLoader";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("clip", clip); to_("lora_name", lora_name); to_("strength_model", strength_model);
        to_("strength_clip", strength_clip);
    }
};

/// LoraLoaderModelOnly (loaders)
struct LoraLoaderModelOnly {
    Required<types::Model> model;
    Required<types::Combo> lora_name;
    Input<types::Float> strength_model = 1.0;  ///< -100.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "LoraLoaderModelOnly";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("lora_name", lora_name); to_("strength_model", strength_model);
    }
};

/// Load LoRA Model (loaders)
/// Experimental: it may change.
struct LoraModelLoader {
    Required<types::Model> model;
    Required<types::LoraModel> lora;
    Input<types::Float> strength_model = 1.0;  ///< -100.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "LoraModelLoader";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("lora", lora); to_("strength_model", strength_model);
    }
};

/// Extract and Save Lora (_for_testing)
/// An output node.
/// Experimental: it may change.
struct LoraSave {
    struct LoraType : Choice {
        enum Known {standard, full_diff};
        LoraType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"standard", "full_diff"};
    };
    Input<types::String> filename_prefix = "loras/ComfyUI_extracted_lora";
    Input<types::Int> rank = 8;  ///< 1 to 4096
    Required<LoraType> lora_type;
    Input<types::Boolean> bias_diff = true;
    Optional<types::Model> model_diff{};
    Optional<types::Clip> text_encoder_diff{};
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "LoraSave";
    void write_to(NodeInputs& to_) const {
        to_("filename_prefix", filename_prefix); to_("rank", rank); to_("lora_type", lora_type);
        to_("bias_diff", bias_diff); to_("model_diff", model_diff); to_("text_encoder_diff", text_encoder_diff);
    }
};

/// Plot Loss Graph (training)
/// An output node.
/// Experimental: it may change.
struct LossGraphNode {
    Required<types::LossMap> loss;
    Input<types::String> filename_prefix = "loss_graph";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "LossGraphNode";
    void write_to(NodeInputs& to_) const {
        to_("loss", loss); to_("filename_prefix", filename_prefix);
    }
};

/// LotusConditioning (conditioning/lotus)
struct LotusConditioning {
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "LotusConditioning";
    void write_to(NodeInputs&) const {}
};

/// Luma Concepts (api node/video/Luma)
struct LumaConceptsNode {
    struct Concept : Choice {
        enum Known {
            None, truck_left, pan_right, pedestal_down, low_angle, pedestal_up, selfie, pan_left, roll_right,
            zoom_in, over_the_shoulder, orbit_right, orbit_left, static_, tiny_planet, high_angle, bolt_cam,
            dolly_zoom, overhead, zoom_out, handheld, roll_left, pov, aerial_drone, push_in, crane_down,
            truck_right, tilt_down, elevator_doors, tilt_up, ground_level, pull_out, aerial, crane_up, eye_level,
        };
        Concept(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "None", "truck_left", "pan_right", "pedestal_down", "low_angle", "pedestal_up", "selfie", "pan_left",
            "roll_right", "zoom_in", "over_the_shoulder", "orbit_right", "orbit_left", "static", "tiny_planet",
            "high_angle", "bolt_cam", "dolly_zoom", "overhead", "zoom_out", "handheld", "roll_left", "pov",
            "aerial_drone", "push_in", "crane_down", "truck_right", "tilt_down", "elevator_doors", "tilt_up",
            "ground_level", "pull_out", "aerial", "crane_up", "eye_level",
        };
    };
    Required<Concept> concept1;
    Required<Concept> concept2;
    Required<Concept> concept3;
    Required<Concept> concept4;
    Optional<types::LumaConcepts> luma_concepts{};
    struct Outputs : AddedNode {
        Output<types::LumaConcepts> luma_concepts{*this, 0};
    };
    static constexpr const char* kClassType = "LumaConceptsNode";
    void write_to(NodeInputs& to_) const {
        to_("concept1", concept1); to_("concept2", concept2); to_("concept3", concept3); to_("concept4", concept4);
        to_("luma_concepts", luma_concepts);
    }
};

/// Luma Image to Image (api node/image/Luma)
/// Calls a paid service: the run needs a comfy.org key.
struct LumaImageModifyNode {
    using Model = ::divan::nodes::LumaImageModifyNodeModel;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Float> image_weight = 0.1;  ///< 0.0 to 0.98, step 0.01
    Required<Model> model;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "LumaImageModifyNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("image_weight", image_weight); to_("model", model);
        to_("seed", seed);
    }
};

/// Luma Text to Image (api node/image/Luma)
/// Calls a paid service: the run needs a comfy.org key.
struct LumaImageNode {
    using Model = ::divan::nodes::LumaImageModifyNodeModel;
    using AspectRatio = ::divan::nodes::LumaImageNodeAspectRatio;
    Input<types::String> prompt = "";  ///< multiline
    Required<Model> model;
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Float> style_image_weight = 1.0;  ///< 0.0 to 1.0, step 0.01
    Optional<types::LumaRef> image_luma_ref{};
    Optional<types::Image> style_image{};
    Optional<types::Image> character_image{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "LumaImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("aspect_ratio", aspect_ratio); to_("seed", seed);
        to_("style_image_weight", style_image_weight); to_("image_luma_ref", image_luma_ref);
        to_("style_image", style_image); to_("character_image", character_image);
    }
};

/// Luma Image to Video (api node/video/Luma)
/// Calls a paid service: the run needs a comfy.org key.
struct LumaImageToVideoNode {
    using Model = ::divan::nodes::LumaImageToVideoNodeModel;
    using Resolution = ::divan::nodes::LumaImageToVideoNodeResolution;
    using Duration = ::divan::nodes::LumaImageToVideoNodeDuration;
    Input<types::String> prompt = "";  ///< multiline
    Required<Model> model;
    Input<Resolution> resolution = Resolution::_540p;
    Required<Duration> duration;
    Input<types::Boolean> loop = false;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::Image> first_image{};
    Optional<types::Image> last_image{};
    Optional<types::LumaConcepts> luma_concepts{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "LumaImageToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("resolution", resolution); to_("duration", duration);
        to_("loop", loop); to_("seed", seed); to_("first_image", first_image); to_("last_image", last_image);
        to_("luma_concepts", luma_concepts);
    }
};

/// Luma Reference (api node/image/Luma)
struct LumaReferenceNode {
    Required<types::Image> image;
    Input<types::Float> weight = 1.0;  ///< 0.0 to 1.0, step 0.01
    Optional<types::LumaRef> luma_ref{};
    struct Outputs : AddedNode {
        Output<types::LumaRef> luma_ref{*this, 0};
    };
    static constexpr const char* kClassType = "LumaReferenceNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("weight", weight); to_("luma_ref", luma_ref);
    }
};

/// Luma Text to Video (api node/video/Luma)
/// Calls a paid service: the run needs a comfy.org key.
struct LumaVideoNode {
    using Model = ::divan::nodes::LumaImageToVideoNodeModel;
    using AspectRatio = ::divan::nodes::LumaImageNodeAspectRatio;
    using Resolution = ::divan::nodes::LumaImageToVideoNodeResolution;
    using Duration = ::divan::nodes::LumaImageToVideoNodeDuration;
    Input<types::String> prompt = "";  ///< multiline
    Required<Model> model;
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Input<Resolution> resolution = Resolution::_540p;
    Required<Duration> duration;
    Input<types::Boolean> loop = false;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::LumaConcepts> luma_concepts{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "LumaVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("aspect_ratio", aspect_ratio);
        to_("resolution", resolution); to_("duration", duration); to_("loop", loop); to_("seed", seed);
        to_("luma_concepts", luma_concepts);
    }
};

/// Mahiro is so cute that she deserves a better guidance function!! (。・ω・。) (_for_testing)
/// Experimental: it may change.
struct Mahiro {
    Required<types::Model> model;
    struct Outputs : AddedNode {
        Output<types::Model> patched_model{*this, 0};
    };
    static constexpr const char* kClassType = "Mahiro";
    void write_to(NodeInputs& to_) const {
        to_("model", model);
    }
};

/// MaskComposite (mask)
struct MaskComposite {
    struct Operation : Choice {
        enum Known {multiply, add, subtract, and_, or_, xor_};
        Operation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"multiply", "add", "subtract", "and", "or", "xor"};
    };
    Required<types::Mask> destination;
    Required<types::Mask> source;
    Input<types::Int> x = 0;  ///< 0 to 16384
    Input<types::Int> y = 0;  ///< 0 to 16384
    Required<Operation> operation;
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "MaskComposite";
    void write_to(NodeInputs& to_) const {
        to_("destination", destination); to_("source", source); to_("x", x); to_("y", y);
        to_("operation", operation);
    }
};

/// MaskPreview (mask)
/// An output node.
struct MaskPreview {
    Required<types::Mask> mask;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "MaskPreview";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask);
    }
};

/// Convert Mask to Image (mask)
struct MaskToImage {
    Required<types::Mask> mask;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "MaskToImage";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask);
    }
};

/// MiniMax Hailuo Video (api node/video/MiniMax)
/// Calls a paid service: the run needs a comfy.org key.
struct MinimaxHailuoVideoNode {
    struct Duration : Choice {
        enum Known {_6, _10};
        Duration(Known known) : Choice{Json{kTexts[known]}} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"6", "10"};
    };
    struct Resolution : Choice {
        enum Known {_768P, _1080P};
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"768P", "1080P"};
    };
    Input<types::String> prompt_text = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::Image> first_frame_image{};
    Optional<types::Boolean> prompt_optimizer = true;
    Optional<Duration> duration = Duration::_6;
    Optional<Resolution> resolution = Resolution::_768P;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MinimaxHailuoVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt_text", prompt_text); to_("seed", seed); to_("first_frame_image", first_frame_image);
        to_("prompt_optimizer", prompt_optimizer); to_("duration", duration); to_("resolution", resolution);
    }
};

/// MiniMax Image to Video (api node/video/MiniMax)
/// Calls a paid service: the run needs a comfy.org key.
struct MinimaxImageToVideoNode {
    struct Model : Choice {
        enum Known {I2V_01_Director, I2V_01, I2V_01_live};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"I2V-01-Director", "I2V-01", "I2V-01-live"};
    };
    Required<types::Image> image;
    Input<types::String> prompt_text = "";  ///< multiline
    Input<Model> model = Model::I2V_01;
    Optional<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MinimaxImageToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt_text", prompt_text); to_("model", model); to_("seed", seed);
    }
};

/// MiniMax Text to Video (api node/video/MiniMax)
/// Calls a paid service: the run needs a comfy.org key.
struct MinimaxTextToVideoNode {
    struct Model : Choice {
        enum Known {T2V_01, T2V_01_Director};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"T2V-01", "T2V-01-Director"};
    };
    Input<types::String> prompt_text = "";  ///< multiline
    Input<Model> model = Model::T2V_01;
    Optional<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MinimaxTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt_text", prompt_text); to_("model", model); to_("seed", seed);
    }
};

/// ModelComputeDtype (advanced/debug/model)
struct ModelComputeDtype {
    struct Dtype : Choice {
        enum Known {default_, fp32, fp16, bf16};
        Dtype(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"default", "fp32", "fp16", "bf16"};
    };
    Required<types::Model> model;
    Required<Dtype> dtype;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelComputeDtype";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("dtype", dtype);
    }
};

/// ModelMergeAdd (advanced/model_merging)
struct ModelMergeAdd {
    Required<types::Model> model1;
    Required<types::Model> model2;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeAdd";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2);
    }
};

/// ModelMergeAuraflow (advanced/model_merging/model_specific)
struct ModelMergeAuraflow {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> init_x_linear = 1.0;  ///< "init_x_linear.", 0.0 to 1.0, step 0.01
    Input<types::Float> positional_encoding = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> cond_seq_linear = 1.0;  ///< "cond_seq_linear.", 0.0 to 1.0, step 0.01
    Input<types::Float> register_tokens = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_layers_0 = 1.0;  ///< "double_layers.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_layers_1 = 1.0;  ///< "double_layers.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_layers_2 = 1.0;  ///< "double_layers.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_layers_3 = 1.0;  ///< "double_layers.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_0 = 1.0;  ///< "single_layers.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_1 = 1.0;  ///< "single_layers.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_2 = 1.0;  ///< "single_layers.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_3 = 1.0;  ///< "single_layers.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_4 = 1.0;  ///< "single_layers.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_5 = 1.0;  ///< "single_layers.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_6 = 1.0;  ///< "single_layers.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_7 = 1.0;  ///< "single_layers.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_8 = 1.0;  ///< "single_layers.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_9 = 1.0;  ///< "single_layers.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_10 = 1.0;  ///< "single_layers.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_11 = 1.0;  ///< "single_layers.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_12 = 1.0;  ///< "single_layers.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_13 = 1.0;  ///< "single_layers.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_14 = 1.0;  ///< "single_layers.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_15 = 1.0;  ///< "single_layers.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_16 = 1.0;  ///< "single_layers.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_17 = 1.0;  ///< "single_layers.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_18 = 1.0;  ///< "single_layers.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_19 = 1.0;  ///< "single_layers.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_20 = 1.0;  ///< "single_layers.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_21 = 1.0;  ///< "single_layers.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_22 = 1.0;  ///< "single_layers.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_23 = 1.0;  ///< "single_layers.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_24 = 1.0;  ///< "single_layers.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_25 = 1.0;  ///< "single_layers.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_26 = 1.0;  ///< "single_layers.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_27 = 1.0;  ///< "single_layers.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_28 = 1.0;  ///< "single_layers.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_29 = 1.0;  ///< "single_layers.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_30 = 1.0;  ///< "single_layers.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_layers_31 = 1.0;  ///< "single_layers.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> modF = 1.0;  ///< "modF.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_linear = 1.0;  ///< "final_linear.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeAuraflow";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("init_x_linear.", init_x_linear);
        to_("positional_encoding", positional_encoding); to_("cond_seq_linear.", cond_seq_linear);
        to_("register_tokens", register_tokens); to_("t_embedder.", t_embedder);
        to_("double_layers.0.", double_layers_0); to_("double_layers.1.", double_layers_1);
        to_("double_layers.2.", double_layers_2); to_("double_layers.3.", double_layers_3);
        to_("single_layers.0.", single_layers_0); to_("single_layers.1.", single_layers_1);
        to_("single_layers.2.", single_layers_2); to_("single_layers.3.", single_layers_3);
        to_("single_layers.4.", single_layers_4); to_("single_layers.5.", single_layers_5);
        to_("single_layers.6.", single_layers_6); to_("single_layers.7.", single_layers_7);
        to_("single_layers.8.", single_layers_8); to_("single_layers.9.", single_layers_9);
        to_("single_layers.10.", single_layers_10); to_("single_layers.11.", single_layers_11);
        to_("single_layers.12.", single_layers_12); to_("single_layers.13.", single_layers_13);
        to_("single_layers.14.", single_layers_14); to_("single_layers.15.", single_layers_15);
        to_("single_layers.16.", single_layers_16); to_("single_layers.17.", single_layers_17);
        to_("single_layers.18.", single_layers_18); to_("single_layers.19.", single_layers_19);
        to_("single_layers.20.", single_layers_20); to_("single_layers.21.", single_layers_21);
        to_("single_layers.22.", single_layers_22); to_("single_layers.23.", single_layers_23);
        to_("single_layers.24.", single_layers_24); to_("single_layers.25.", single_layers_25);
        to_("single_layers.26.", single_layers_26); to_("single_layers.27.", single_layers_27);
        to_("single_layers.28.", single_layers_28); to_("single_layers.29.", single_layers_29);
        to_("single_layers.30.", single_layers_30); to_("single_layers.31.", single_layers_31); to_("modF.", modF);
        to_("final_linear.", final_linear);
    }
};

/// ModelMergeBlocks (advanced/model_merging)
struct ModelMergeBlocks {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> input = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> middle = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> out = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeBlocks";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("input", input); to_("middle", middle); to_("out", out);
    }
};

/// ModelMergeCosmos14B (advanced/model_merging/model_specific)
struct ModelMergeCosmos14B {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embedder = 1.0;  ///< "pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> extra_pos_embedder = 1.0;  ///< "extra_pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> affline_norm = 1.0;  ///< "affline_norm.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block0 = 1.0;  ///< "blocks.block0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block1 = 1.0;  ///< "blocks.block1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block2 = 1.0;  ///< "blocks.block2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block3 = 1.0;  ///< "blocks.block3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block4 = 1.0;  ///< "blocks.block4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block5 = 1.0;  ///< "blocks.block5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block6 = 1.0;  ///< "blocks.block6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block7 = 1.0;  ///< "blocks.block7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block8 = 1.0;  ///< "blocks.block8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block9 = 1.0;  ///< "blocks.block9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block10 = 1.0;  ///< "blocks.block10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block11 = 1.0;  ///< "blocks.block11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block12 = 1.0;  ///< "blocks.block12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block13 = 1.0;  ///< "blocks.block13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block14 = 1.0;  ///< "blocks.block14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block15 = 1.0;  ///< "blocks.block15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block16 = 1.0;  ///< "blocks.block16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block17 = 1.0;  ///< "blocks.block17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block18 = 1.0;  ///< "blocks.block18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block19 = 1.0;  ///< "blocks.block19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block20 = 1.0;  ///< "blocks.block20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block21 = 1.0;  ///< "blocks.block21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block22 = 1.0;  ///< "blocks.block22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block23 = 1.0;  ///< "blocks.block23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block24 = 1.0;  ///< "blocks.block24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block25 = 1.0;  ///< "blocks.block25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block26 = 1.0;  ///< "blocks.block26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block27 = 1.0;  ///< "blocks.block27.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block28 = 1.0;  ///< "blocks.block28.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block29 = 1.0;  ///< "blocks.block29.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block30 = 1.0;  ///< "blocks.block30.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block31 = 1.0;  ///< "blocks.block31.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block32 = 1.0;  ///< "blocks.block32.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block33 = 1.0;  ///< "blocks.block33.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block34 = 1.0;  ///< "blocks.block34.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block35 = 1.0;  ///< "blocks.block35.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeCosmos14B";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embedder.", pos_embedder);
        to_("extra_pos_embedder.", extra_pos_embedder); to_("x_embedder.", x_embedder);
        to_("t_embedder.", t_embedder); to_("affline_norm.", affline_norm); to_("blocks.block0.", blocks_block0);
        to_("blocks.block1.", blocks_block1); to_("blocks.block2.", blocks_block2);
        to_("blocks.block3.", blocks_block3); to_("blocks.block4.", blocks_block4);
        to_("blocks.block5.", blocks_block5); to_("blocks.block6.", blocks_block6);
        to_("blocks.block7.", blocks_block7); to_("blocks.block8.", blocks_block8);
        to_("blocks.block9.", blocks_block9); to_("blocks.block10.", blocks_block10);
        to_("blocks.block11.", blocks_block11); to_("blocks.block12.", blocks_block12);
        to_("blocks.block13.", blocks_block13); to_("blocks.block14.", blocks_block14);
        to_("blocks.block15.", blocks_block15); to_("blocks.block16.", blocks_block16);
        to_("blocks.block17.", blocks_block17); to_("blocks.block18.", blocks_block18);
        to_("blocks.block19.", blocks_block19); to_("blocks.block20.", blocks_block20);
        to_("blocks.block21.", blocks_block21); to_("blocks.block22.", blocks_block22);
        to_("blocks.block23.", blocks_block23); to_("blocks.block24.", blocks_block24);
        to_("blocks.block25.", blocks_block25); to_("blocks.block26.", blocks_block26);
        to_("blocks.block27.", blocks_block27); to_("blocks.block28.", blocks_block28);
        to_("blocks.block29.", blocks_block29); to_("blocks.block30.", blocks_block30);
        to_("blocks.block31.", blocks_block31); to_("blocks.block32.", blocks_block32);
        to_("blocks.block33.", blocks_block33); to_("blocks.block34.", blocks_block34);
        to_("blocks.block35.", blocks_block35); to_("final_layer.", final_layer);
    }
};

/// ModelMergeCosmos7B (advanced/model_merging/model_specific)
struct ModelMergeCosmos7B {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embedder = 1.0;  ///< "pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> extra_pos_embedder = 1.0;  ///< "extra_pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> affline_norm = 1.0;  ///< "affline_norm.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block0 = 1.0;  ///< "blocks.block0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block1 = 1.0;  ///< "blocks.block1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block2 = 1.0;  ///< "blocks.block2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block3 = 1.0;  ///< "blocks.block3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block4 = 1.0;  ///< "blocks.block4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block5 = 1.0;  ///< "blocks.block5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block6 = 1.0;  ///< "blocks.block6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block7 = 1.0;  ///< "blocks.block7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block8 = 1.0;  ///< "blocks.block8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block9 = 1.0;  ///< "blocks.block9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block10 = 1.0;  ///< "blocks.block10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block11 = 1.0;  ///< "blocks.block11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block12 = 1.0;  ///< "blocks.block12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block13 = 1.0;  ///< "blocks.block13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block14 = 1.0;  ///< "blocks.block14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block15 = 1.0;  ///< "blocks.block15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block16 = 1.0;  ///< "blocks.block16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block17 = 1.0;  ///< "blocks.block17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block18 = 1.0;  ///< "blocks.block18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block19 = 1.0;  ///< "blocks.block19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block20 = 1.0;  ///< "blocks.block20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block21 = 1.0;  ///< "blocks.block21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block22 = 1.0;  ///< "blocks.block22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block23 = 1.0;  ///< "blocks.block23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block24 = 1.0;  ///< "blocks.block24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block25 = 1.0;  ///< "blocks.block25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block26 = 1.0;  ///< "blocks.block26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_block27 = 1.0;  ///< "blocks.block27.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeCosmos7B";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embedder.", pos_embedder);
        to_("extra_pos_embedder.", extra_pos_embedder); to_("x_embedder.", x_embedder);
        to_("t_embedder.", t_embedder); to_("affline_norm.", affline_norm); to_("blocks.block0.", blocks_block0);
        to_("blocks.block1.", blocks_block1); to_("blocks.block2.", blocks_block2);
        to_("blocks.block3.", blocks_block3); to_("blocks.block4.", blocks_block4);
        to_("blocks.block5.", blocks_block5); to_("blocks.block6.", blocks_block6);
        to_("blocks.block7.", blocks_block7); to_("blocks.block8.", blocks_block8);
        to_("blocks.block9.", blocks_block9); to_("blocks.block10.", blocks_block10);
        to_("blocks.block11.", blocks_block11); to_("blocks.block12.", blocks_block12);
        to_("blocks.block13.", blocks_block13); to_("blocks.block14.", blocks_block14);
        to_("blocks.block15.", blocks_block15); to_("blocks.block16.", blocks_block16);
        to_("blocks.block17.", blocks_block17); to_("blocks.block18.", blocks_block18);
        to_("blocks.block19.", blocks_block19); to_("blocks.block20.", blocks_block20);
        to_("blocks.block21.", blocks_block21); to_("blocks.block22.", blocks_block22);
        to_("blocks.block23.", blocks_block23); to_("blocks.block24.", blocks_block24);
        to_("blocks.block25.", blocks_block25); to_("blocks.block26.", blocks_block26);
        to_("blocks.block27.", blocks_block27); to_("final_layer.", final_layer);
    }
};

/// ModelMergeCosmosPredict2_14B (advanced/model_merging/model_specific)
struct ModelMergeCosmosPredict2_14B {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embedder = 1.0;  ///< "pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedding_norm = 1.0;  ///< "t_embedding_norm.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_0 = 1.0;  ///< "blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_1 = 1.0;  ///< "blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_2 = 1.0;  ///< "blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_3 = 1.0;  ///< "blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_4 = 1.0;  ///< "blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_5 = 1.0;  ///< "blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_6 = 1.0;  ///< "blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_7 = 1.0;  ///< "blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_8 = 1.0;  ///< "blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_9 = 1.0;  ///< "blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_10 = 1.0;  ///< "blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_11 = 1.0;  ///< "blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_12 = 1.0;  ///< "blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_13 = 1.0;  ///< "blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_14 = 1.0;  ///< "blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_15 = 1.0;  ///< "blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_16 = 1.0;  ///< "blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_17 = 1.0;  ///< "blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_18 = 1.0;  ///< "blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_19 = 1.0;  ///< "blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_20 = 1.0;  ///< "blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_21 = 1.0;  ///< "blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_22 = 1.0;  ///< "blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_23 = 1.0;  ///< "blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_24 = 1.0;  ///< "blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_25 = 1.0;  ///< "blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_26 = 1.0;  ///< "blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_27 = 1.0;  ///< "blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_28 = 1.0;  ///< "blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_29 = 1.0;  ///< "blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_30 = 1.0;  ///< "blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_31 = 1.0;  ///< "blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_32 = 1.0;  ///< "blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_33 = 1.0;  ///< "blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_34 = 1.0;  ///< "blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_35 = 1.0;  ///< "blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeCosmosPredict2_14B";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embedder.", pos_embedder);
        to_("x_embedder.", x_embedder); to_("t_embedder.", t_embedder); to_("t_embedding_norm.", t_embedding_norm);
        to_("blocks.0.", blocks_0); to_("blocks.1.", blocks_1); to_("blocks.2.", blocks_2);
        to_("blocks.3.", blocks_3); to_("blocks.4.", blocks_4); to_("blocks.5.", blocks_5);
        to_("blocks.6.", blocks_6); to_("blocks.7.", blocks_7); to_("blocks.8.", blocks_8);
        to_("blocks.9.", blocks_9); to_("blocks.10.", blocks_10); to_("blocks.11.", blocks_11);
        to_("blocks.12.", blocks_12); to_("blocks.13.", blocks_13); to_("blocks.14.", blocks_14);
        to_("blocks.15.", blocks_15); to_("blocks.16.", blocks_16); to_("blocks.17.", blocks_17);
        to_("blocks.18.", blocks_18); to_("blocks.19.", blocks_19); to_("blocks.20.", blocks_20);
        to_("blocks.21.", blocks_21); to_("blocks.22.", blocks_22); to_("blocks.23.", blocks_23);
        to_("blocks.24.", blocks_24); to_("blocks.25.", blocks_25); to_("blocks.26.", blocks_26);
        to_("blocks.27.", blocks_27); to_("blocks.28.", blocks_28); to_("blocks.29.", blocks_29);
        to_("blocks.30.", blocks_30); to_("blocks.31.", blocks_31); to_("blocks.32.", blocks_32);
        to_("blocks.33.", blocks_33); to_("blocks.34.", blocks_34); to_("blocks.35.", blocks_35);
        to_("final_layer.", final_layer);
    }
};

/// ModelMergeCosmosPredict2_2B (advanced/model_merging/model_specific)
struct ModelMergeCosmosPredict2_2B {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embedder = 1.0;  ///< "pos_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedding_norm = 1.0;  ///< "t_embedding_norm.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_0 = 1.0;  ///< "blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_1 = 1.0;  ///< "blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_2 = 1.0;  ///< "blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_3 = 1.0;  ///< "blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_4 = 1.0;  ///< "blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_5 = 1.0;  ///< "blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_6 = 1.0;  ///< "blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_7 = 1.0;  ///< "blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_8 = 1.0;  ///< "blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_9 = 1.0;  ///< "blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_10 = 1.0;  ///< "blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_11 = 1.0;  ///< "blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_12 = 1.0;  ///< "blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_13 = 1.0;  ///< "blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_14 = 1.0;  ///< "blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_15 = 1.0;  ///< "blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_16 = 1.0;  ///< "blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_17 = 1.0;  ///< "blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_18 = 1.0;  ///< "blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_19 = 1.0;  ///< "blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_20 = 1.0;  ///< "blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_21 = 1.0;  ///< "blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_22 = 1.0;  ///< "blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_23 = 1.0;  ///< "blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_24 = 1.0;  ///< "blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_25 = 1.0;  ///< "blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_26 = 1.0;  ///< "blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_27 = 1.0;  ///< "blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeCosmosPredict2_2B";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embedder.", pos_embedder);
        to_("x_embedder.", x_embedder); to_("t_embedder.", t_embedder); to_("t_embedding_norm.", t_embedding_norm);
        to_("blocks.0.", blocks_0); to_("blocks.1.", blocks_1); to_("blocks.2.", blocks_2);
        to_("blocks.3.", blocks_3); to_("blocks.4.", blocks_4); to_("blocks.5.", blocks_5);
        to_("blocks.6.", blocks_6); to_("blocks.7.", blocks_7); to_("blocks.8.", blocks_8);
        to_("blocks.9.", blocks_9); to_("blocks.10.", blocks_10); to_("blocks.11.", blocks_11);
        to_("blocks.12.", blocks_12); to_("blocks.13.", blocks_13); to_("blocks.14.", blocks_14);
        to_("blocks.15.", blocks_15); to_("blocks.16.", blocks_16); to_("blocks.17.", blocks_17);
        to_("blocks.18.", blocks_18); to_("blocks.19.", blocks_19); to_("blocks.20.", blocks_20);
        to_("blocks.21.", blocks_21); to_("blocks.22.", blocks_22); to_("blocks.23.", blocks_23);
        to_("blocks.24.", blocks_24); to_("blocks.25.", blocks_25); to_("blocks.26.", blocks_26);
        to_("blocks.27.", blocks_27); to_("final_layer.", final_layer);
    }
};

/// ModelMergeFlux1 (advanced/model_merging/model_specific)
struct ModelMergeFlux1 {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> img_in = 1.0;  ///< "img_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> time_in = 1.0;  ///< "time_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> guidance_in = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> vector_in = 1.0;  ///< "vector_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> txt_in = 1.0;  ///< "txt_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_0 = 1.0;  ///< "double_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_1 = 1.0;  ///< "double_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_2 = 1.0;  ///< "double_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_3 = 1.0;  ///< "double_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_4 = 1.0;  ///< "double_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_5 = 1.0;  ///< "double_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_6 = 1.0;  ///< "double_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_7 = 1.0;  ///< "double_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_8 = 1.0;  ///< "double_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_9 = 1.0;  ///< "double_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_10 = 1.0;  ///< "double_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_11 = 1.0;  ///< "double_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_12 = 1.0;  ///< "double_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_13 = 1.0;  ///< "double_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_14 = 1.0;  ///< "double_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_15 = 1.0;  ///< "double_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_16 = 1.0;  ///< "double_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_17 = 1.0;  ///< "double_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> double_blocks_18 = 1.0;  ///< "double_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_0 = 1.0;  ///< "single_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_1 = 1.0;  ///< "single_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_2 = 1.0;  ///< "single_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_3 = 1.0;  ///< "single_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_4 = 1.0;  ///< "single_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_5 = 1.0;  ///< "single_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_6 = 1.0;  ///< "single_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_7 = 1.0;  ///< "single_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_8 = 1.0;  ///< "single_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_9 = 1.0;  ///< "single_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_10 = 1.0;  ///< "single_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_11 = 1.0;  ///< "single_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_12 = 1.0;  ///< "single_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_13 = 1.0;  ///< "single_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_14 = 1.0;  ///< "single_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_15 = 1.0;  ///< "single_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_16 = 1.0;  ///< "single_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_17 = 1.0;  ///< "single_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_18 = 1.0;  ///< "single_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_19 = 1.0;  ///< "single_blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_20 = 1.0;  ///< "single_blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_21 = 1.0;  ///< "single_blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_22 = 1.0;  ///< "single_blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_23 = 1.0;  ///< "single_blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_24 = 1.0;  ///< "single_blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_25 = 1.0;  ///< "single_blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_26 = 1.0;  ///< "single_blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_27 = 1.0;  ///< "single_blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_28 = 1.0;  ///< "single_blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_29 = 1.0;  ///< "single_blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_30 = 1.0;  ///< "single_blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_31 = 1.0;  ///< "single_blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_32 = 1.0;  ///< "single_blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_33 = 1.0;  ///< "single_blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_34 = 1.0;  ///< "single_blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_35 = 1.0;  ///< "single_blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_36 = 1.0;  ///< "single_blocks.36.", 0.0 to 1.0, step 0.01
    Input<types::Float> single_blocks_37 = 1.0;  ///< "single_blocks.37.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeFlux1";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("img_in.", img_in); to_("time_in.", time_in);
        to_("guidance_in", guidance_in); to_("vector_in.", vector_in); to_("txt_in.", txt_in);
        to_("double_blocks.0.", double_blocks_0); to_("double_blocks.1.", double_blocks_1);
        to_("double_blocks.2.", double_blocks_2); to_("double_blocks.3.", double_blocks_3);
        to_("double_blocks.4.", double_blocks_4); to_("double_blocks.5.", double_blocks_5);
        to_("double_blocks.6.", double_blocks_6); to_("double_blocks.7.", double_blocks_7);
        to_("double_blocks.8.", double_blocks_8); to_("double_blocks.9.", double_blocks_9);
        to_("double_blocks.10.", double_blocks_10); to_("double_blocks.11.", double_blocks_11);
        to_("double_blocks.12.", double_blocks_12); to_("double_blocks.13.", double_blocks_13);
        to_("double_blocks.14.", double_blocks_14); to_("double_blocks.15.", double_blocks_15);
        to_("double_blocks.16.", double_blocks_16); to_("double_blocks.17.", double_blocks_17);
        to_("double_blocks.18.", double_blocks_18); to_("single_blocks.0.", single_blocks_0);
        to_("single_blocks.1.", single_blocks_1); to_("single_blocks.2.", single_blocks_2);
        to_("single_blocks.3.", single_blocks_3); to_("single_blocks.4.", single_blocks_4);
        to_("single_blocks.5.", single_blocks_5); to_("single_blocks.6.", single_blocks_6);
        to_("single_blocks.7.", single_blocks_7); to_("single_blocks.8.", single_blocks_8);
        to_("single_blocks.9.", single_blocks_9); to_("single_blocks.10.", single_blocks_10);
        to_("single_blocks.11.", single_blocks_11); to_("single_blocks.12.", single_blocks_12);
        to_("single_blocks.13.", single_blocks_13); to_("single_blocks.14.", single_blocks_14);
        to_("single_blocks.15.", single_blocks_15); to_("single_blocks.16.", single_blocks_16);
        to_("single_blocks.17.", single_blocks_17); to_("single_blocks.18.", single_blocks_18);
        to_("single_blocks.19.", single_blocks_19); to_("single_blocks.20.", single_blocks_20);
        to_("single_blocks.21.", single_blocks_21); to_("single_blocks.22.", single_blocks_22);
        to_("single_blocks.23.", single_blocks_23); to_("single_blocks.24.", single_blocks_24);
        to_("single_blocks.25.", single_blocks_25); to_("single_blocks.26.", single_blocks_26);
        to_("single_blocks.27.", single_blocks_27); to_("single_blocks.28.", single_blocks_28);
        to_("single_blocks.29.", single_blocks_29); to_("single_blocks.30.", single_blocks_30);
        to_("single_blocks.31.", single_blocks_31); to_("single_blocks.32.", single_blocks_32);
        to_("single_blocks.33.", single_blocks_33); to_("single_blocks.34.", single_blocks_34);
        to_("single_blocks.35.", single_blocks_35); to_("single_blocks.36.", single_blocks_36);
        to_("single_blocks.37.", single_blocks_37); to_("final_layer.", final_layer);
    }
};

/// ModelMergeLTXV (advanced/model_merging/model_specific)
struct ModelMergeLTXV {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> patchify_proj = 1.0;  ///< "patchify_proj.", 0.0 to 1.0, step 0.01
    Input<types::Float> adaln_single = 1.0;  ///< "adaln_single.", 0.0 to 1.0, step 0.01
    Input<types::Float> caption_projection = 1.0;  ///< "caption_projection.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_0 = 1.0;  ///< "transformer_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_1 = 1.0;  ///< "transformer_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_2 = 1.0;  ///< "transformer_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_3 = 1.0;  ///< "transformer_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_4 = 1.0;  ///< "transformer_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_5 = 1.0;  ///< "transformer_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_6 = 1.0;  ///< "transformer_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_7 = 1.0;  ///< "transformer_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_8 = 1.0;  ///< "transformer_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_9 = 1.0;  ///< "transformer_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_10 = 1.0;  ///< "transformer_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_11 = 1.0;  ///< "transformer_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_12 = 1.0;  ///< "transformer_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_13 = 1.0;  ///< "transformer_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_14 = 1.0;  ///< "transformer_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_15 = 1.0;  ///< "transformer_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_16 = 1.0;  ///< "transformer_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_17 = 1.0;  ///< "transformer_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_18 = 1.0;  ///< "transformer_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_19 = 1.0;  ///< "transformer_blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_20 = 1.0;  ///< "transformer_blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_21 = 1.0;  ///< "transformer_blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_22 = 1.0;  ///< "transformer_blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_23 = 1.0;  ///< "transformer_blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_24 = 1.0;  ///< "transformer_blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_25 = 1.0;  ///< "transformer_blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_26 = 1.0;  ///< "transformer_blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_27 = 1.0;  ///< "transformer_blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> scale_shift_table = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> proj_out = 1.0;  ///< "proj_out.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeLTXV";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("patchify_proj.", patchify_proj);
        to_("adaln_single.", adaln_single); to_("caption_projection.", caption_projection);
        to_("transformer_blocks.0.", transformer_blocks_0); to_("transformer_blocks.1.", transformer_blocks_1);
        to_("transformer_blocks.2.", transformer_blocks_2); to_("transformer_blocks.3.", transformer_blocks_3);
        to_("transformer_blocks.4.", transformer_blocks_4); to_("transformer_blocks.5.", transformer_blocks_5);
        to_("transformer_blocks.6.", transformer_blocks_6); to_("transformer_blocks.7.", transformer_blocks_7);
        to_("transformer_blocks.8.", transformer_blocks_8); to_("transformer_blocks.9.", transformer_blocks_9);
        to_("transformer_blocks.10.", transformer_blocks_10); to_("transformer_blocks.11.", transformer_blocks_11);
        to_("transformer_blocks.12.", transformer_blocks_12); to_("transformer_blocks.13.", transformer_blocks_13);
        to_("transformer_blocks.14.", transformer_blocks_14); to_("transformer_blocks.15.", transformer_blocks_15);
        to_("transformer_blocks.16.", transformer_blocks_16); to_("transformer_blocks.17.", transformer_blocks_17);
        to_("transformer_blocks.18.", transformer_blocks_18); to_("transformer_blocks.19.", transformer_blocks_19);
        to_("transformer_blocks.20.", transformer_blocks_20); to_("transformer_blocks.21.", transformer_blocks_21);
        to_("transformer_blocks.22.", transformer_blocks_22); to_("transformer_blocks.23.", transformer_blocks_23);
        to_("transformer_blocks.24.", transformer_blocks_24); to_("transformer_blocks.25.", transformer_blocks_25);
        to_("transformer_blocks.26.", transformer_blocks_26); to_("transformer_blocks.27.", transformer_blocks_27);
        to_("scale_shift_table", scale_shift_table); to_("proj_out.", proj_out);
    }
};

/// ModelMergeMochiPreview (advanced/model_merging/model_specific)
struct ModelMergeMochiPreview {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_frequencies = 1.0;  ///< "pos_frequencies.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t5_y_embedder = 1.0;  ///< "t5_y_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t5_yproj = 1.0;  ///< "t5_yproj.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_0 = 1.0;  ///< "blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_1 = 1.0;  ///< "blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_2 = 1.0;  ///< "blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_3 = 1.0;  ///< "blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_4 = 1.0;  ///< "blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_5 = 1.0;  ///< "blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_6 = 1.0;  ///< "blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_7 = 1.0;  ///< "blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_8 = 1.0;  ///< "blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_9 = 1.0;  ///< "blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_10 = 1.0;  ///< "blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_11 = 1.0;  ///< "blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_12 = 1.0;  ///< "blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_13 = 1.0;  ///< "blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_14 = 1.0;  ///< "blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_15 = 1.0;  ///< "blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_16 = 1.0;  ///< "blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_17 = 1.0;  ///< "blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_18 = 1.0;  ///< "blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_19 = 1.0;  ///< "blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_20 = 1.0;  ///< "blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_21 = 1.0;  ///< "blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_22 = 1.0;  ///< "blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_23 = 1.0;  ///< "blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_24 = 1.0;  ///< "blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_25 = 1.0;  ///< "blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_26 = 1.0;  ///< "blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_27 = 1.0;  ///< "blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_28 = 1.0;  ///< "blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_29 = 1.0;  ///< "blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_30 = 1.0;  ///< "blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_31 = 1.0;  ///< "blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_32 = 1.0;  ///< "blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_33 = 1.0;  ///< "blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_34 = 1.0;  ///< "blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_35 = 1.0;  ///< "blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_36 = 1.0;  ///< "blocks.36.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_37 = 1.0;  ///< "blocks.37.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_38 = 1.0;  ///< "blocks.38.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_39 = 1.0;  ///< "blocks.39.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_40 = 1.0;  ///< "blocks.40.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_41 = 1.0;  ///< "blocks.41.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_42 = 1.0;  ///< "blocks.42.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_43 = 1.0;  ///< "blocks.43.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_44 = 1.0;  ///< "blocks.44.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_45 = 1.0;  ///< "blocks.45.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_46 = 1.0;  ///< "blocks.46.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_47 = 1.0;  ///< "blocks.47.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeMochiPreview";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_frequencies.", pos_frequencies);
        to_("t_embedder.", t_embedder); to_("t5_y_embedder.", t5_y_embedder); to_("t5_yproj.", t5_yproj);
        to_("blocks.0.", blocks_0); to_("blocks.1.", blocks_1); to_("blocks.2.", blocks_2);
        to_("blocks.3.", blocks_3); to_("blocks.4.", blocks_4); to_("blocks.5.", blocks_5);
        to_("blocks.6.", blocks_6); to_("blocks.7.", blocks_7); to_("blocks.8.", blocks_8);
        to_("blocks.9.", blocks_9); to_("blocks.10.", blocks_10); to_("blocks.11.", blocks_11);
        to_("blocks.12.", blocks_12); to_("blocks.13.", blocks_13); to_("blocks.14.", blocks_14);
        to_("blocks.15.", blocks_15); to_("blocks.16.", blocks_16); to_("blocks.17.", blocks_17);
        to_("blocks.18.", blocks_18); to_("blocks.19.", blocks_19); to_("blocks.20.", blocks_20);
        to_("blocks.21.", blocks_21); to_("blocks.22.", blocks_22); to_("blocks.23.", blocks_23);
        to_("blocks.24.", blocks_24); to_("blocks.25.", blocks_25); to_("blocks.26.", blocks_26);
        to_("blocks.27.", blocks_27); to_("blocks.28.", blocks_28); to_("blocks.29.", blocks_29);
        to_("blocks.30.", blocks_30); to_("blocks.31.", blocks_31); to_("blocks.32.", blocks_32);
        to_("blocks.33.", blocks_33); to_("blocks.34.", blocks_34); to_("blocks.35.", blocks_35);
        to_("blocks.36.", blocks_36); to_("blocks.37.", blocks_37); to_("blocks.38.", blocks_38);
        to_("blocks.39.", blocks_39); to_("blocks.40.", blocks_40); to_("blocks.41.", blocks_41);
        to_("blocks.42.", blocks_42); to_("blocks.43.", blocks_43); to_("blocks.44.", blocks_44);
        to_("blocks.45.", blocks_45); to_("blocks.46.", blocks_46); to_("blocks.47.", blocks_47);
        to_("final_layer.", final_layer);
    }
};

/// ModelMergeQwenImage (advanced/model_merging/model_specific)
struct ModelMergeQwenImage {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embeds = 1.0;  ///< "pos_embeds.", 0.0 to 1.0, step 0.01
    Input<types::Float> img_in = 1.0;  ///< "img_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> txt_norm = 1.0;  ///< "txt_norm.", 0.0 to 1.0, step 0.01
    Input<types::Float> txt_in = 1.0;  ///< "txt_in.", 0.0 to 1.0, step 0.01
    Input<types::Float> time_text_embed = 1.0;  ///< "time_text_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_0 = 1.0;  ///< "transformer_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_1 = 1.0;  ///< "transformer_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_2 = 1.0;  ///< "transformer_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_3 = 1.0;  ///< "transformer_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_4 = 1.0;  ///< "transformer_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_5 = 1.0;  ///< "transformer_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_6 = 1.0;  ///< "transformer_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_7 = 1.0;  ///< "transformer_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_8 = 1.0;  ///< "transformer_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_9 = 1.0;  ///< "transformer_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_10 = 1.0;  ///< "transformer_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_11 = 1.0;  ///< "transformer_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_12 = 1.0;  ///< "transformer_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_13 = 1.0;  ///< "transformer_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_14 = 1.0;  ///< "transformer_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_15 = 1.0;  ///< "transformer_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_16 = 1.0;  ///< "transformer_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_17 = 1.0;  ///< "transformer_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_18 = 1.0;  ///< "transformer_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_19 = 1.0;  ///< "transformer_blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_20 = 1.0;  ///< "transformer_blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_21 = 1.0;  ///< "transformer_blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_22 = 1.0;  ///< "transformer_blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_23 = 1.0;  ///< "transformer_blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_24 = 1.0;  ///< "transformer_blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_25 = 1.0;  ///< "transformer_blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_26 = 1.0;  ///< "transformer_blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_27 = 1.0;  ///< "transformer_blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_28 = 1.0;  ///< "transformer_blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_29 = 1.0;  ///< "transformer_blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_30 = 1.0;  ///< "transformer_blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_31 = 1.0;  ///< "transformer_blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_32 = 1.0;  ///< "transformer_blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_33 = 1.0;  ///< "transformer_blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_34 = 1.0;  ///< "transformer_blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_35 = 1.0;  ///< "transformer_blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_36 = 1.0;  ///< "transformer_blocks.36.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_37 = 1.0;  ///< "transformer_blocks.37.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_38 = 1.0;  ///< "transformer_blocks.38.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_39 = 1.0;  ///< "transformer_blocks.39.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_40 = 1.0;  ///< "transformer_blocks.40.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_41 = 1.0;  ///< "transformer_blocks.41.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_42 = 1.0;  ///< "transformer_blocks.42.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_43 = 1.0;  ///< "transformer_blocks.43.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_44 = 1.0;  ///< "transformer_blocks.44.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_45 = 1.0;  ///< "transformer_blocks.45.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_46 = 1.0;  ///< "transformer_blocks.46.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_47 = 1.0;  ///< "transformer_blocks.47.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_48 = 1.0;  ///< "transformer_blocks.48.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_49 = 1.0;  ///< "transformer_blocks.49.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_50 = 1.0;  ///< "transformer_blocks.50.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_51 = 1.0;  ///< "transformer_blocks.51.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_52 = 1.0;  ///< "transformer_blocks.52.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_53 = 1.0;  ///< "transformer_blocks.53.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_54 = 1.0;  ///< "transformer_blocks.54.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_55 = 1.0;  ///< "transformer_blocks.55.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_56 = 1.0;  ///< "transformer_blocks.56.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_57 = 1.0;  ///< "transformer_blocks.57.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_58 = 1.0;  ///< "transformer_blocks.58.", 0.0 to 1.0, step 0.01
    Input<types::Float> transformer_blocks_59 = 1.0;  ///< "transformer_blocks.59.", 0.0 to 1.0, step 0.01
    Input<types::Float> proj_out = 1.0;  ///< "proj_out.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeQwenImage";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embeds.", pos_embeds); to_("img_in.", img_in);
        to_("txt_norm.", txt_norm); to_("txt_in.", txt_in); to_("time_text_embed.", time_text_embed);
        to_("transformer_blocks.0.", transformer_blocks_0); to_("transformer_blocks.1.", transformer_blocks_1);
        to_("transformer_blocks.2.", transformer_blocks_2); to_("transformer_blocks.3.", transformer_blocks_3);
        to_("transformer_blocks.4.", transformer_blocks_4); to_("transformer_blocks.5.", transformer_blocks_5);
        to_("transformer_blocks.6.", transformer_blocks_6); to_("transformer_blocks.7.", transformer_blocks_7);
        to_("transformer_blocks.8.", transformer_blocks_8); to_("transformer_blocks.9.", transformer_blocks_9);
        to_("transformer_blocks.10.", transformer_blocks_10); to_("transformer_blocks.11.", transformer_blocks_11);
        to_("transformer_blocks.12.", transformer_blocks_12); to_("transformer_blocks.13.", transformer_blocks_13);
        to_("transformer_blocks.14.", transformer_blocks_14); to_("transformer_blocks.15.", transformer_blocks_15);
        to_("transformer_blocks.16.", transformer_blocks_16); to_("transformer_blocks.17.", transformer_blocks_17);
        to_("transformer_blocks.18.", transformer_blocks_18); to_("transformer_blocks.19.", transformer_blocks_19);
        to_("transformer_blocks.20.", transformer_blocks_20); to_("transformer_blocks.21.", transformer_blocks_21);
        to_("transformer_blocks.22.", transformer_blocks_22); to_("transformer_blocks.23.", transformer_blocks_23);
        to_("transformer_blocks.24.", transformer_blocks_24); to_("transformer_blocks.25.", transformer_blocks_25);
        to_("transformer_blocks.26.", transformer_blocks_26); to_("transformer_blocks.27.", transformer_blocks_27);
        to_("transformer_blocks.28.", transformer_blocks_28); to_("transformer_blocks.29.", transformer_blocks_29);
        to_("transformer_blocks.30.", transformer_blocks_30); to_("transformer_blocks.31.", transformer_blocks_31);
        to_("transformer_blocks.32.", transformer_blocks_32); to_("transformer_blocks.33.", transformer_blocks_33);
        to_("transformer_blocks.34.", transformer_blocks_34); to_("transformer_blocks.35.", transformer_blocks_35);
        to_("transformer_blocks.36.", transformer_blocks_36); to_("transformer_blocks.37.", transformer_blocks_37);
        to_("transformer_blocks.38.", transformer_blocks_38); to_("transformer_blocks.39.", transformer_blocks_39);
        to_("transformer_blocks.40.", transformer_blocks_40); to_("transformer_blocks.41.", transformer_blocks_41);
        to_("transformer_blocks.42.", transformer_blocks_42); to_("transformer_blocks.43.", transformer_blocks_43);
        to_("transformer_blocks.44.", transformer_blocks_44); to_("transformer_blocks.45.", transformer_blocks_45);
        to_("transformer_blocks.46.", transformer_blocks_46); to_("transformer_blocks.47.", transformer_blocks_47);
        to_("transformer_blocks.48.", transformer_blocks_48); to_("transformer_blocks.49.", transformer_blocks_49);
        to_("transformer_blocks.50.", transformer_blocks_50); to_("transformer_blocks.51.", transformer_blocks_51);
        to_("transformer_blocks.52.", transformer_blocks_52); to_("transformer_blocks.53.", transformer_blocks_53);
        to_("transformer_blocks.54.", transformer_blocks_54); to_("transformer_blocks.55.", transformer_blocks_55);
        to_("transformer_blocks.56.", transformer_blocks_56); to_("transformer_blocks.57.", transformer_blocks_57);
        to_("transformer_blocks.58.", transformer_blocks_58); to_("transformer_blocks.59.", transformer_blocks_59);
        to_("proj_out.", proj_out);
    }
};

/// ModelMergeSD1 (advanced/model_merging/model_specific)
struct ModelMergeSD1 {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> time_embed = 1.0;  ///< "time_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> label_emb = 1.0;  ///< "label_emb.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_0 = 1.0;  ///< "input_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_1 = 1.0;  ///< "input_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_2 = 1.0;  ///< "input_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_3 = 1.0;  ///< "input_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_4 = 1.0;  ///< "input_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_5 = 1.0;  ///< "input_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_6 = 1.0;  ///< "input_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_7 = 1.0;  ///< "input_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_8 = 1.0;  ///< "input_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_9 = 1.0;  ///< "input_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_10 = 1.0;  ///< "input_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_11 = 1.0;  ///< "input_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_0 = 1.0;  ///< "middle_block.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_1 = 1.0;  ///< "middle_block.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_2 = 1.0;  ///< "middle_block.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_0 = 1.0;  ///< "output_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_1 = 1.0;  ///< "output_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_2 = 1.0;  ///< "output_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_3 = 1.0;  ///< "output_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_4 = 1.0;  ///< "output_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_5 = 1.0;  ///< "output_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_6 = 1.0;  ///< "output_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_7 = 1.0;  ///< "output_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_8 = 1.0;  ///< "output_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_9 = 1.0;  ///< "output_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_10 = 1.0;  ///< "output_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_11 = 1.0;  ///< "output_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> out = 1.0;  ///< "out.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSD1";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("time_embed.", time_embed); to_("label_emb.", label_emb);
        to_("input_blocks.0.", input_blocks_0); to_("input_blocks.1.", input_blocks_1);
        to_("input_blocks.2.", input_blocks_2); to_("input_blocks.3.", input_blocks_3);
        to_("input_blocks.4.", input_blocks_4); to_("input_blocks.5.", input_blocks_5);
        to_("input_blocks.6.", input_blocks_6); to_("input_blocks.7.", input_blocks_7);
        to_("input_blocks.8.", input_blocks_8); to_("input_blocks.9.", input_blocks_9);
        to_("input_blocks.10.", input_blocks_10); to_("input_blocks.11.", input_blocks_11);
        to_("middle_block.0.", middle_block_0); to_("middle_block.1.", middle_block_1);
        to_("middle_block.2.", middle_block_2); to_("output_blocks.0.", output_blocks_0);
        to_("output_blocks.1.", output_blocks_1); to_("output_blocks.2.", output_blocks_2);
        to_("output_blocks.3.", output_blocks_3); to_("output_blocks.4.", output_blocks_4);
        to_("output_blocks.5.", output_blocks_5); to_("output_blocks.6.", output_blocks_6);
        to_("output_blocks.7.", output_blocks_7); to_("output_blocks.8.", output_blocks_8);
        to_("output_blocks.9.", output_blocks_9); to_("output_blocks.10.", output_blocks_10);
        to_("output_blocks.11.", output_blocks_11); to_("out.", out);
    }
};

/// ModelMergeSD2 (advanced/model_merging/model_specific)
struct ModelMergeSD2 {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> time_embed = 1.0;  ///< "time_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> label_emb = 1.0;  ///< "label_emb.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_0 = 1.0;  ///< "input_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_1 = 1.0;  ///< "input_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_2 = 1.0;  ///< "input_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_3 = 1.0;  ///< "input_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_4 = 1.0;  ///< "input_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_5 = 1.0;  ///< "input_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_6 = 1.0;  ///< "input_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_7 = 1.0;  ///< "input_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_8 = 1.0;  ///< "input_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_9 = 1.0;  ///< "input_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_10 = 1.0;  ///< "input_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_11 = 1.0;  ///< "input_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_0 = 1.0;  ///< "middle_block.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_1 = 1.0;  ///< "middle_block.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_2 = 1.0;  ///< "middle_block.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_0 = 1.0;  ///< "output_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_1 = 1.0;  ///< "output_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_2 = 1.0;  ///< "output_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_3 = 1.0;  ///< "output_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_4 = 1.0;  ///< "output_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_5 = 1.0;  ///< "output_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_6 = 1.0;  ///< "output_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_7 = 1.0;  ///< "output_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_8 = 1.0;  ///< "output_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_9 = 1.0;  ///< "output_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_10 = 1.0;  ///< "output_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_11 = 1.0;  ///< "output_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> out = 1.0;  ///< "out.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSD2";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("time_embed.", time_embed); to_("label_emb.", label_emb);
        to_("input_blocks.0.", input_blocks_0); to_("input_blocks.1.", input_blocks_1);
        to_("input_blocks.2.", input_blocks_2); to_("input_blocks.3.", input_blocks_3);
        to_("input_blocks.4.", input_blocks_4); to_("input_blocks.5.", input_blocks_5);
        to_("input_blocks.6.", input_blocks_6); to_("input_blocks.7.", input_blocks_7);
        to_("input_blocks.8.", input_blocks_8); to_("input_blocks.9.", input_blocks_9);
        to_("input_blocks.10.", input_blocks_10); to_("input_blocks.11.", input_blocks_11);
        to_("middle_block.0.", middle_block_0); to_("middle_block.1.", middle_block_1);
        to_("middle_block.2.", middle_block_2); to_("output_blocks.0.", output_blocks_0);
        to_("output_blocks.1.", output_blocks_1); to_("output_blocks.2.", output_blocks_2);
        to_("output_blocks.3.", output_blocks_3); to_("output_blocks.4.", output_blocks_4);
        to_("output_blocks.5.", output_blocks_5); to_("output_blocks.6.", output_blocks_6);
        to_("output_blocks.7.", output_blocks_7); to_("output_blocks.8.", output_blocks_8);
        to_("output_blocks.9.", output_blocks_9); to_("output_blocks.10.", output_blocks_10);
        to_("output_blocks.11.", output_blocks_11); to_("out.", out);
    }
};

/// ModelMergeSD35_Large (advanced/model_merging/model_specific)
struct ModelMergeSD35_Large {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embed = 1.0;  ///< "pos_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> context_embedder = 1.0;  ///< "context_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> y_embedder = 1.0;  ///< "y_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_0 = 1.0;  ///< "joint_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_1 = 1.0;  ///< "joint_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_2 = 1.0;  ///< "joint_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_3 = 1.0;  ///< "joint_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_4 = 1.0;  ///< "joint_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_5 = 1.0;  ///< "joint_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_6 = 1.0;  ///< "joint_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_7 = 1.0;  ///< "joint_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_8 = 1.0;  ///< "joint_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_9 = 1.0;  ///< "joint_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_10 = 1.0;  ///< "joint_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_11 = 1.0;  ///< "joint_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_12 = 1.0;  ///< "joint_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_13 = 1.0;  ///< "joint_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_14 = 1.0;  ///< "joint_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_15 = 1.0;  ///< "joint_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_16 = 1.0;  ///< "joint_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_17 = 1.0;  ///< "joint_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_18 = 1.0;  ///< "joint_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_19 = 1.0;  ///< "joint_blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_20 = 1.0;  ///< "joint_blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_21 = 1.0;  ///< "joint_blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_22 = 1.0;  ///< "joint_blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_23 = 1.0;  ///< "joint_blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_24 = 1.0;  ///< "joint_blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_25 = 1.0;  ///< "joint_blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_26 = 1.0;  ///< "joint_blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_27 = 1.0;  ///< "joint_blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_28 = 1.0;  ///< "joint_blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_29 = 1.0;  ///< "joint_blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_30 = 1.0;  ///< "joint_blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_31 = 1.0;  ///< "joint_blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_32 = 1.0;  ///< "joint_blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_33 = 1.0;  ///< "joint_blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_34 = 1.0;  ///< "joint_blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_35 = 1.0;  ///< "joint_blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_36 = 1.0;  ///< "joint_blocks.36.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_37 = 1.0;  ///< "joint_blocks.37.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSD35_Large";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embed.", pos_embed); to_("x_embedder.", x_embedder);
        to_("context_embedder.", context_embedder); to_("y_embedder.", y_embedder); to_("t_embedder.", t_embedder);
        to_("joint_blocks.0.", joint_blocks_0); to_("joint_blocks.1.", joint_blocks_1);
        to_("joint_blocks.2.", joint_blocks_2); to_("joint_blocks.3.", joint_blocks_3);
        to_("joint_blocks.4.", joint_blocks_4); to_("joint_blocks.5.", joint_blocks_5);
        to_("joint_blocks.6.", joint_blocks_6); to_("joint_blocks.7.", joint_blocks_7);
        to_("joint_blocks.8.", joint_blocks_8); to_("joint_blocks.9.", joint_blocks_9);
        to_("joint_blocks.10.", joint_blocks_10); to_("joint_blocks.11.", joint_blocks_11);
        to_("joint_blocks.12.", joint_blocks_12); to_("joint_blocks.13.", joint_blocks_13);
        to_("joint_blocks.14.", joint_blocks_14); to_("joint_blocks.15.", joint_blocks_15);
        to_("joint_blocks.16.", joint_blocks_16); to_("joint_blocks.17.", joint_blocks_17);
        to_("joint_blocks.18.", joint_blocks_18); to_("joint_blocks.19.", joint_blocks_19);
        to_("joint_blocks.20.", joint_blocks_20); to_("joint_blocks.21.", joint_blocks_21);
        to_("joint_blocks.22.", joint_blocks_22); to_("joint_blocks.23.", joint_blocks_23);
        to_("joint_blocks.24.", joint_blocks_24); to_("joint_blocks.25.", joint_blocks_25);
        to_("joint_blocks.26.", joint_blocks_26); to_("joint_blocks.27.", joint_blocks_27);
        to_("joint_blocks.28.", joint_blocks_28); to_("joint_blocks.29.", joint_blocks_29);
        to_("joint_blocks.30.", joint_blocks_30); to_("joint_blocks.31.", joint_blocks_31);
        to_("joint_blocks.32.", joint_blocks_32); to_("joint_blocks.33.", joint_blocks_33);
        to_("joint_blocks.34.", joint_blocks_34); to_("joint_blocks.35.", joint_blocks_35);
        to_("joint_blocks.36.", joint_blocks_36); to_("joint_blocks.37.", joint_blocks_37);
        to_("final_layer.", final_layer);
    }
};

/// ModelMergeSD3_2B (advanced/model_merging/model_specific)
struct ModelMergeSD3_2B {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> pos_embed = 1.0;  ///< "pos_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> x_embedder = 1.0;  ///< "x_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> context_embedder = 1.0;  ///< "context_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> y_embedder = 1.0;  ///< "y_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> t_embedder = 1.0;  ///< "t_embedder.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_0 = 1.0;  ///< "joint_blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_1 = 1.0;  ///< "joint_blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_2 = 1.0;  ///< "joint_blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_3 = 1.0;  ///< "joint_blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_4 = 1.0;  ///< "joint_blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_5 = 1.0;  ///< "joint_blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_6 = 1.0;  ///< "joint_blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_7 = 1.0;  ///< "joint_blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_8 = 1.0;  ///< "joint_blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_9 = 1.0;  ///< "joint_blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_10 = 1.0;  ///< "joint_blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_11 = 1.0;  ///< "joint_blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_12 = 1.0;  ///< "joint_blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_13 = 1.0;  ///< "joint_blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_14 = 1.0;  ///< "joint_blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_15 = 1.0;  ///< "joint_blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_16 = 1.0;  ///< "joint_blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_17 = 1.0;  ///< "joint_blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_18 = 1.0;  ///< "joint_blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_19 = 1.0;  ///< "joint_blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_20 = 1.0;  ///< "joint_blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_21 = 1.0;  ///< "joint_blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_22 = 1.0;  ///< "joint_blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> joint_blocks_23 = 1.0;  ///< "joint_blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> final_layer = 1.0;  ///< "final_layer.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSD3_2B";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("pos_embed.", pos_embed); to_("x_embedder.", x_embedder);
        to_("context_embedder.", context_embedder); to_("y_embedder.", y_embedder); to_("t_embedder.", t_embedder);
        to_("joint_blocks.0.", joint_blocks_0); to_("joint_blocks.1.", joint_blocks_1);
        to_("joint_blocks.2.", joint_blocks_2); to_("joint_blocks.3.", joint_blocks_3);
        to_("joint_blocks.4.", joint_blocks_4); to_("joint_blocks.5.", joint_blocks_5);
        to_("joint_blocks.6.", joint_blocks_6); to_("joint_blocks.7.", joint_blocks_7);
        to_("joint_blocks.8.", joint_blocks_8); to_("joint_blocks.9.", joint_blocks_9);
        to_("joint_blocks.10.", joint_blocks_10); to_("joint_blocks.11.", joint_blocks_11);
        to_("joint_blocks.12.", joint_blocks_12); to_("joint_blocks.13.", joint_blocks_13);
        to_("joint_blocks.14.", joint_blocks_14); to_("joint_blocks.15.", joint_blocks_15);
        to_("joint_blocks.16.", joint_blocks_16); to_("joint_blocks.17.", joint_blocks_17);
        to_("joint_blocks.18.", joint_blocks_18); to_("joint_blocks.19.", joint_blocks_19);
        to_("joint_blocks.20.", joint_blocks_20); to_("joint_blocks.21.", joint_blocks_21);
        to_("joint_blocks.22.", joint_blocks_22); to_("joint_blocks.23.", joint_blocks_23);
        to_("final_layer.", final_layer);
    }
};

/// ModelMergeSDXL (advanced/model_merging/model_specific)
struct ModelMergeSDXL {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> time_embed = 1.0;  ///< "time_embed.", 0.0 to 1.0, step 0.01
    Input<types::Float> label_emb = 1.0;  ///< "label_emb.", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_0 = 1.0;  ///< "input_blocks.0", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_1 = 1.0;  ///< "input_blocks.1", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_2 = 1.0;  ///< "input_blocks.2", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_3 = 1.0;  ///< "input_blocks.3", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_4 = 1.0;  ///< "input_blocks.4", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_5 = 1.0;  ///< "input_blocks.5", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_6 = 1.0;  ///< "input_blocks.6", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_7 = 1.0;  ///< "input_blocks.7", 0.0 to 1.0, step 0.01
    Input<types::Float> input_blocks_8 = 1.0;  ///< "input_blocks.8", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_0 = 1.0;  ///< "middle_block.0", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_1 = 1.0;  ///< "middle_block.1", 0.0 to 1.0, step 0.01
    Input<types::Float> middle_block_2 = 1.0;  ///< "middle_block.2", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_0 = 1.0;  ///< "output_blocks.0", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_1 = 1.0;  ///< "output_blocks.1", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_2 = 1.0;  ///< "output_blocks.2", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_3 = 1.0;  ///< "output_blocks.3", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_4 = 1.0;  ///< "output_blocks.4", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_5 = 1.0;  ///< "output_blocks.5", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_6 = 1.0;  ///< "output_blocks.6", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_7 = 1.0;  ///< "output_blocks.7", 0.0 to 1.0, step 0.01
    Input<types::Float> output_blocks_8 = 1.0;  ///< "output_blocks.8", 0.0 to 1.0, step 0.01
    Input<types::Float> out = 1.0;  ///< "out.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSDXL";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("time_embed.", time_embed); to_("label_emb.", label_emb);
        to_("input_blocks.0", input_blocks_0); to_("input_blocks.1", input_blocks_1);
        to_("input_blocks.2", input_blocks_2); to_("input_blocks.3", input_blocks_3);
        to_("input_blocks.4", input_blocks_4); to_("input_blocks.5", input_blocks_5);
        to_("input_blocks.6", input_blocks_6); to_("input_blocks.7", input_blocks_7);
        to_("input_blocks.8", input_blocks_8); to_("middle_block.0", middle_block_0);
        to_("middle_block.1", middle_block_1); to_("middle_block.2", middle_block_2);
        to_("output_blocks.0", output_blocks_0); to_("output_blocks.1", output_blocks_1);
        to_("output_blocks.2", output_blocks_2); to_("output_blocks.3", output_blocks_3);
        to_("output_blocks.4", output_blocks_4); to_("output_blocks.5", output_blocks_5);
        to_("output_blocks.6", output_blocks_6); to_("output_blocks.7", output_blocks_7);
        to_("output_blocks.8", output_blocks_8); to_("out.", out);
    }
};

/// ModelMergeSimple (advanced/model_merging)
struct ModelMergeSimple {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> ratio = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSimple";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("ratio", ratio);
    }
};

/// ModelMergeSubtract (advanced/model_merging)
struct ModelMergeSubtract {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> multiplier = 1.0;  ///< -10.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeSubtract";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("multiplier", multiplier);
    }
};

/// ModelMergeWAN2_1 (advanced/model_merging/model_specific)
struct ModelMergeWAN2_1 {
    Required<types::Model> model1;
    Required<types::Model> model2;
    Input<types::Float> patch_embedding = 1.0;  ///< "patch_embedding.", 0.0 to 1.0, step 0.01
    Input<types::Float> time_embedding = 1.0;  ///< "time_embedding.", 0.0 to 1.0, step 0.01
    Input<types::Float> time_projection = 1.0;  ///< "time_projection.", 0.0 to 1.0, step 0.01
    Input<types::Float> text_embedding = 1.0;  ///< "text_embedding.", 0.0 to 1.0, step 0.01
    Input<types::Float> img_emb = 1.0;  ///< "img_emb.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_0 = 1.0;  ///< "blocks.0.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_1 = 1.0;  ///< "blocks.1.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_2 = 1.0;  ///< "blocks.2.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_3 = 1.0;  ///< "blocks.3.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_4 = 1.0;  ///< "blocks.4.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_5 = 1.0;  ///< "blocks.5.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_6 = 1.0;  ///< "blocks.6.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_7 = 1.0;  ///< "blocks.7.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_8 = 1.0;  ///< "blocks.8.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_9 = 1.0;  ///< "blocks.9.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_10 = 1.0;  ///< "blocks.10.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_11 = 1.0;  ///< "blocks.11.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_12 = 1.0;  ///< "blocks.12.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_13 = 1.0;  ///< "blocks.13.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_14 = 1.0;  ///< "blocks.14.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_15 = 1.0;  ///< "blocks.15.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_16 = 1.0;  ///< "blocks.16.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_17 = 1.0;  ///< "blocks.17.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_18 = 1.0;  ///< "blocks.18.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_19 = 1.0;  ///< "blocks.19.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_20 = 1.0;  ///< "blocks.20.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_21 = 1.0;  ///< "blocks.21.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_22 = 1.0;  ///< "blocks.22.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_23 = 1.0;  ///< "blocks.23.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_24 = 1.0;  ///< "blocks.24.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_25 = 1.0;  ///< "blocks.25.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_26 = 1.0;  ///< "blocks.26.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_27 = 1.0;  ///< "blocks.27.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_28 = 1.0;  ///< "blocks.28.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_29 = 1.0;  ///< "blocks.29.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_30 = 1.0;  ///< "blocks.30.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_31 = 1.0;  ///< "blocks.31.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_32 = 1.0;  ///< "blocks.32.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_33 = 1.0;  ///< "blocks.33.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_34 = 1.0;  ///< "blocks.34.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_35 = 1.0;  ///< "blocks.35.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_36 = 1.0;  ///< "blocks.36.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_37 = 1.0;  ///< "blocks.37.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_38 = 1.0;  ///< "blocks.38.", 0.0 to 1.0, step 0.01
    Input<types::Float> blocks_39 = 1.0;  ///< "blocks.39.", 0.0 to 1.0, step 0.01
    Input<types::Float> head = 1.0;  ///< "head.", 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelMergeWAN2_1";
    void write_to(NodeInputs& to_) const {
        to_("model1", model1); to_("model2", model2); to_("patch_embedding.", patch_embedding);
        to_("time_embedding.", time_embedding); to_("time_projection.", time_projection);
        to_("text_embedding.", text_embedding); to_("img_emb.", img_emb); to_("blocks.0.", blocks_0);
        to_("blocks.1.", blocks_1); to_("blocks.2.", blocks_2); to_("blocks.3.", blocks_3);
        to_("blocks.4.", blocks_4); to_("blocks.5.", blocks_5); to_("blocks.6.", blocks_6);
        to_("blocks.7.", blocks_7); to_("blocks.8.", blocks_8); to_("blocks.9.", blocks_9);
        to_("blocks.10.", blocks_10); to_("blocks.11.", blocks_11); to_("blocks.12.", blocks_12);
        to_("blocks.13.", blocks_13); to_("blocks.14.", blocks_14); to_("blocks.15.", blocks_15);
        to_("blocks.16.", blocks_16); to_("blocks.17.", blocks_17); to_("blocks.18.", blocks_18);
        to_("blocks.19.", blocks_19); to_("blocks.20.", blocks_20); to_("blocks.21.", blocks_21);
        to_("blocks.22.", blocks_22); to_("blocks.23.", blocks_23); to_("blocks.24.", blocks_24);
        to_("blocks.25.", blocks_25); to_("blocks.26.", blocks_26); to_("blocks.27.", blocks_27);
        to_("blocks.28.", blocks_28); to_("blocks.29.", blocks_29); to_("blocks.30.", blocks_30);
        to_("blocks.31.", blocks_31); to_("blocks.32.", blocks_32); to_("blocks.33.", blocks_33);
        to_("blocks.34.", blocks_34); to_("blocks.35.", blocks_35); to_("blocks.36.", blocks_36);
        to_("blocks.37.", blocks_37); to_("blocks.38.", blocks_38); to_("blocks.39.", blocks_39);
        to_("head.", head);
    }
};

/// ModelPatchLoader (advanced/loaders)
/// Experimental: it may change.
struct ModelPatchLoader {
    Required<types::Combo> name;
    struct Outputs : AddedNode {
        Output<types::ModelPatch> model_patch{*this, 0};
    };
    static constexpr const char* kClassType = "ModelPatchLoader";
    void write_to(NodeInputs& to_) const {
        to_("name", name);
    }
};

/// ModelSamplingAuraFlow (advanced/model)
struct ModelSamplingAuraFlow {
    Required<types::Model> model;
    Input<types::Float> shift = 1.73;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingAuraFlow";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("shift", shift);
    }
};

/// ModelSamplingContinuousEDM (advanced/model)
struct ModelSamplingContinuousEDM {
    struct Sampling : Choice {
        enum Known {v_prediction, edm, edm_playground_v2_5, eps, cosmos_rflow};
        Sampling(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "v_prediction", "edm", "edm_playground_v2.5", "eps", "cosmos_rflow",
        };
    };
    Required<types::Model> model;
    Required<Sampling> sampling;
    Input<types::Float> sigma_max = 120.0;  ///< 0.0 to 1000.0, step 0.001
    Input<types::Float> sigma_min = 0.002;  ///< 0.0 to 1000.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingContinuousEDM";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("sampling", sampling); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min);
    }
};

/// ModelSamplingContinuousV (advanced/model)
struct ModelSamplingContinuousV {
    struct Sampling : Choice {
        enum Known {v_prediction};
        Sampling(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"v_prediction"};
    };
    Required<types::Model> model;
    Required<Sampling> sampling;
    Input<types::Float> sigma_max = 500.0;  ///< 0.0 to 1000.0, step 0.001
    Input<types::Float> sigma_min = 0.03;  ///< 0.0 to 1000.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingContinuousV";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("sampling", sampling); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min);
    }
};

/// ModelSamplingDiscrete (advanced/model)
struct ModelSamplingDiscrete {
    struct Sampling : Choice {
        enum Known {eps, v_prediction, lcm, x0, img_to_img};
        Sampling(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"eps", "v_prediction", "lcm", "x0", "img_to_img"};
    };
    Required<types::Model> model;
    Required<Sampling> sampling;
    Input<types::Boolean> zsnr = false;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingDiscrete";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("sampling", sampling); to_("zsnr", zsnr);
    }
};

/// ModelSamplingFlux (advanced/model)
struct ModelSamplingFlux {
    Required<types::Model> model;
    Input<types::Float> max_shift = 1.15;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> base_shift = 0.5;  ///< 0.0 to 100.0, step 0.01
    Input<types::Int> width = 1024;  ///< 16 to 16384, step 8
    Input<types::Int> height = 1024;  ///< 16 to 16384, step 8
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingFlux";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("max_shift", max_shift); to_("base_shift", base_shift); to_("width", width);
        to_("height", height);
    }
};

/// ModelSamplingLTXV (advanced/model)
struct ModelSamplingLTXV {
    Required<types::Model> model;
    Input<types::Float> max_shift = 2.05;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> base_shift = 0.95;  ///< 0.0 to 100.0, step 0.01
    Optional<types::Latent> latent{};
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingLTXV";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("max_shift", max_shift); to_("base_shift", base_shift); to_("latent", latent);
    }
};

/// ModelSamplingSD3 (advanced/model)
struct ModelSamplingSD3 {
    Required<types::Model> model;
    Input<types::Float> shift = 3.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingSD3";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("shift", shift);
    }
};

/// ModelSamplingStableCascade (advanced/model)
struct ModelSamplingStableCascade {
    Required<types::Model> model;
    Input<types::Float> shift = 2.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "ModelSamplingStableCascade";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("shift", shift);
    }
};

/// ModelSave (advanced/model_merging)
/// An output node.
struct ModelSave {
    Required<types::Model> model;
    Input<types::String> filename_prefix = "diffusion_models/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "ModelSave";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("filename_prefix", filename_prefix);
    }
};

/// Moonvalley Marey Image to Video (api node/video/Moonvalley Marey)
/// Calls a paid service: the run needs a comfy.org key.
struct MoonvalleyImg2VideoNode {
    struct Resolution : Choice {
        enum Known {_16_9_1920_x_1080, _9_16_1080_x_1920, _1_1_1152_x_1152, _4_3_1536_x_1152, _3_4_1152_x_1536};
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "16:9 (1920 x 1080)", "9:16 (1080 x 1920)", "1:1 (1152 x 1152)", "4:3 (1536 x 1152)",
            "3:4 (1152 x 1536)",
        };
    };
    Required<types::Image> image;
    Required<types::String> prompt;  ///< multiline
    Input<types::String> negative_prompt = "<synthetic> <scene cut> gopro, bright, contrast, static, overexposed, vignette, artifacts, still, noise, texture, scanlines, videogame, 360 camera, VR, transition, flare, saturation, distorted, warped, wide angle, saturated, vibrant, glowing, cross dissolve, cheesy, ugly hands, mutated hands, mutant, disfigured, extra fingers, blown out, horrible, blurry, worst quality, bad, dissolve, melt, fade in, fade out, wobbly, weird, low quality, plastic, stock footage, video camera, boring";  ///< multiline
    Input<Resolution> resolution = Resolution::_16_9_1920_x_1080;
    Input<types::Float> prompt_adherence = 4.5;  ///< 1.0 to 20.0, step 1.0
    Input<types::Int> seed = 9;  ///< 0 to 4294967295
    Input<types::Int> steps = 33;  ///< 1 to 100
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MoonvalleyImg2VideoNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("negative_prompt", negative_prompt);
        to_("resolution", resolution); to_("prompt_adherence", prompt_adherence); to_("seed", seed);
        to_("steps", steps);
    }
};

/// Moonvalley Marey Text to Video (api node/video/Moonvalley Marey)
/// Calls a paid service: the run needs a comfy.org key.
struct MoonvalleyTxt2VideoNode {
    struct Resolution : Choice {
        enum Known {
            _16_9_1920_x_1080, _9_16_1080_x_1920, _1_1_1152_x_1152, _4_3_1536_x_1152, _3_4_1152_x_1536,
            _21_9_2560_x_1080,
        };
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "16:9 (1920 x 1080)", "9:16 (1080 x 1920)", "1:1 (1152 x 1152)", "4:3 (1536 x 1152)",
            "3:4 (1152 x 1536)", "21:9 (2560 x 1080)",
        };
    };
    Required<types::String> prompt;  ///< multiline
    Input<types::String> negative_prompt = "<synthetic> <scene cut> gopro, bright, contrast, static, overexposed, vignette, artifacts, still, noise, texture, scanlines, videogame, 360 camera, VR, transition, flare, saturation, distorted, warped, wide angle, saturated, vibrant, glowing, cross dissolve, cheesy, ugly hands, mutated hands, mutant, disfigured, extra fingers, blown out, horrible, blurry, worst quality, bad, dissolve, melt, fade in, fade out, wobbly, weird, low quality, plastic, stock footage, video camera, boring";  ///< multiline
    Input<Resolution> resolution = Resolution::_16_9_1920_x_1080;
    Input<types::Float> prompt_adherence = 4.0;  ///< 1.0 to 20.0, step 1.0
    Input<types::Int> seed = 9;  ///< 0 to 4294967295
    Input<types::Int> steps = 33;  ///< 1 to 100
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MoonvalleyTxt2VideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("resolution", resolution);
        to_("prompt_adherence", prompt_adherence); to_("seed", seed); to_("steps", steps);
    }
};

/// Moonvalley Marey Video to Video (api node/video/Moonvalley Marey)
/// Calls a paid service: the run needs a comfy.org key.
struct MoonvalleyVideo2VideoNode {
    struct ControlType : Choice {
        enum Known {Motion_Transfer, Pose_Transfer};
        ControlType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"Motion Transfer", "Pose Transfer"};
    };
    Required<types::String> prompt;  ///< multiline
    Input<types::String> negative_prompt = "<synthetic> <scene cut> gopro, bright, contrast, static, overexposed, vignette, artifacts, still, noise, texture, scanlines, videogame, 360 camera, VR, transition, flare, saturation, distorted, warped, wide angle, saturated, vibrant, glowing, cross dissolve, cheesy, ugly hands, mutated hands, mutant, disfigured, extra fingers, blown out, horrible, blurry, worst quality, bad, dissolve, melt, fade in, fade out, wobbly, weird, low quality, plastic, stock footage, video camera, boring";  ///< multiline
    Input<types::Int> seed = 9;  ///< 0 to 4294967295
    Required<types::Video> video;
    Input<types::Int> steps = 33;  ///< 1 to 100
    Optional<ControlType> control_type = ControlType::Motion_Transfer;
    Optional<types::Int> motion_intensity = 100;  ///< 0 to 100
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "MoonvalleyVideo2VideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("seed", seed); to_("video", video);
        to_("steps", steps); to_("control_type", control_type); to_("motion_intensity", motion_intensity);
    }
};

/// ImageMorphology (image/postprocessing)
struct Morphology {
    struct Operation : Choice {
        enum Known {erode, dilate, open, close, gradient, bottom_hat, top_hat};
        Operation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "erode", "dilate", "open", "close", "gradient", "bottom_hat", "top_hat",
        };
    };
    Required<types::Image> image;
    Required<Operation> operation;
    Input<types::Int> kernel_size = 3;  ///< 3 to 999
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "Morphology";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("operation", operation); to_("kernel_size", kernel_size);
    }
};

/// OpenAI ChatGPT Advanced Options (api node/text/OpenAI)
struct OpenAIChatConfig {
    struct Truncation : Choice {
        enum Known {auto_, disabled};
        Truncation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"auto", "disabled"};
    };
    Input<Truncation> truncation = Truncation::auto_;
    Optional<types::Int> max_output_tokens = 4096;  ///< 16 to 16384
    Optional<types::String> instructions{};  ///< multiline
    struct Outputs : AddedNode {
        Output<types::OpenaiChatConfig> openai_chat_config{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIChatConfig";
    void write_to(NodeInputs& to_) const {
        to_("truncation", truncation); to_("max_output_tokens", max_output_tokens);
        to_("instructions", instructions);
    }
};

/// OpenAI ChatGPT (api node/text/OpenAI)
/// Calls a paid service: the run needs a comfy.org key.
struct OpenAIChatNode {
    struct Model : Choice {
        enum Known {
            o4_mini, o1, o3, o1_pro, gpt_4o, gpt_4_1, gpt_4_1_mini, gpt_4_1_nano, gpt_5, gpt_5_mini, gpt_5_nano,
        };
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "o4-mini", "o1", "o3", "o1-pro", "gpt-4o", "gpt-4.1", "gpt-4.1-mini", "gpt-4.1-nano", "gpt-5",
            "gpt-5-mini", "gpt-5-nano",
        };
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Boolean> persist_context = true;
    Required<Model> model;
    Optional<types::Image> images{};
    Optional<types::OpenaiInputFiles> files{};
    Optional<types::OpenaiChatConfig> advanced_options{};
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIChatNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("persist_context", persist_context); to_("model", model); to_("images", images);
        to_("files", files); to_("advanced_options", advanced_options);
    }
};

/// OpenAI DALL·E 2 (api node/image/OpenAI)
/// Calls a paid service: the run needs a comfy.org key.
struct OpenAIDalle2 {
    struct Size : Choice {
        enum Known {_256x256, _512x512, _1024x1024};
        Size(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"256x256", "512x512", "1024x1024"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<Size> size = Size::_1024x1024;
    Optional<types::Int> n = 1;  ///< 1 to 8
    Optional<types::Image> image{};
    Optional<types::Mask> mask{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIDalle2";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("seed", seed); to_("size", size); to_("n", n); to_("image", image);
        to_("mask", mask);
    }
};

/// OpenAI DALL·E 3 (api node/image/OpenAI)
/// Calls a paid service: the run needs a comfy.org key.
struct OpenAIDalle3 {
    struct Quality : Choice {
        enum Known {standard, hd};
        Quality(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"standard", "hd"};
    };
    struct Style : Choice {
        enum Known {natural, vivid};
        Style(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"natural", "vivid"};
    };
    struct Size : Choice {
        enum Known {_1024x1024, _1024x1792, _1792x1024};
        Size(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"1024x1024", "1024x1792", "1792x1024"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<Quality> quality = Quality::standard;
    Optional<Style> style = Style::natural;
    Optional<Size> size = Size::_1024x1024;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIDalle3";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("seed", seed); to_("quality", quality); to_("style", style); to_("size", size);
    }
};

/// OpenAI GPT Image 1 (api node/image/OpenAI)
/// Calls a paid service: the run needs a comfy.org key.
struct OpenAIGPTImage1 {
    struct Quality : Choice {
        enum Known {low, medium, high};
        Quality(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"low", "medium", "high"};
    };
    struct Background : Choice {
        enum Known {opaque, transparent};
        Background(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"opaque", "transparent"};
    };
    struct Size : Choice {
        enum Known {auto_, _1024x1024, _1024x1536, _1536x1024};
        Size(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"auto", "1024x1024", "1024x1536", "1536x1024"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<Quality> quality = Quality::low;
    Optional<Background> background = Background::opaque;
    Optional<Size> size = Size::auto_;
    Optional<types::Int> n = 1;  ///< 1 to 8
    Optional<types::Image> image{};
    Optional<types::Mask> mask{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIGPTImage1";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("seed", seed); to_("quality", quality); to_("background", background);
        to_("size", size); to_("n", n); to_("image", image); to_("mask", mask);
    }
};

/// OpenAI ChatGPT Input Files (api node/text/OpenAI)
struct OpenAIInputFiles {
    Required<types::Combo> file;
    Optional<types::OpenaiInputFiles> OPENAI_INPUT_FILES{};
    struct Outputs : AddedNode {
        Output<types::OpenaiInputFiles> openai_input_files{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIInputFiles";
    void write_to(NodeInputs& to_) const {
        to_("file", file); to_("OPENAI_INPUT_FILES", OPENAI_INPUT_FILES);
    }
};

/// OpenAI Sora - Video (api node/video/Sora)
/// Calls a paid service: the run needs a comfy.org key.
struct OpenAIVideoSora2 {
    struct Model : Choice {
        enum Known {sora_2, sora_2_pro};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"sora-2", "sora-2-pro"};
    };
    struct Size : Choice {
        enum Known {_720x1280, _1280x720, _1024x1792, _1792x1024};
        Size(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"720x1280", "1280x720", "1024x1792", "1792x1024"};
    };
    struct Duration : Choice {
        enum Known {_4, _8, _12};
        Duration(Known known) : Choice{Json{kTexts[known]}} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"4", "8", "12"};
    };
    Input<Model> model = Model::sora_2;
    Input<types::String> prompt = "";  ///< multiline
    Input<Size> size = Size::_1280x720;
    Input<Duration> duration = Duration::_8;
    Optional<types::Image> image{};
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "OpenAIVideoSora2";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("size", size); to_("duration", duration);
        to_("image", image); to_("seed", seed);
    }
};

/// OptimalStepsScheduler (sampling/custom_sampling/schedulers)
struct OptimalStepsScheduler {
    struct ModelType : Choice {
        enum Known {FLUX, Wan, Chroma};
        ModelType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"FLUX", "Wan", "Chroma"};
    };
    Required<ModelType> model_type;
    Input<types::Int> steps = 20;  ///< 3 to 1000
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "OptimalStepsScheduler";
    void write_to(NodeInputs& to_) const {
        to_("model_type", model_type); to_("steps", steps); to_("denoise", denoise);
    }
};

/// Cond Pair Combine (advanced/hooks/cond pair)
/// Experimental: it may change.
struct PairConditioningCombine {
    Required<types::Conditioning> positive_A;
    Required<types::Conditioning> negative_A;
    Required<types::Conditioning> positive_B;
    Required<types::Conditioning> negative_B;
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "PairConditioningCombine";
    void write_to(NodeInputs& to_) const {
        to_("positive_A", positive_A); to_("negative_A", negative_A); to_("positive_B", positive_B);
        to_("negative_B", negative_B);
    }
};

/// Cond Pair Set Default Combine (advanced/hooks/cond pair)
/// Experimental: it may change.
struct PairConditioningSetDefaultCombine {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Conditioning> positive_DEFAULT;
    Required<types::Conditioning> negative_DEFAULT;
    Optional<types::Hooks> hooks{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "PairConditioningSetDefaultCombine";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("positive_DEFAULT", positive_DEFAULT);
        to_("negative_DEFAULT", negative_DEFAULT); to_("hooks", hooks);
    }
};

/// Cond Pair Set Props (advanced/hooks/cond pair)
/// Experimental: it may change.
struct PairConditioningSetProperties {
    using SetCondArea = ::divan::nodes::SetCondArea;
    Required<types::Conditioning> positive_NEW;
    Required<types::Conditioning> negative_NEW;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Required<SetCondArea> set_cond_area;
    Optional<types::Mask> mask{};
    Optional<types::Hooks> hooks{};
    Optional<types::TimestepsRange> timesteps{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "PairConditioningSetProperties";
    void write_to(NodeInputs& to_) const {
        to_("positive_NEW", positive_NEW); to_("negative_NEW", negative_NEW); to_("strength", strength);
        to_("set_cond_area", set_cond_area); to_("mask", mask); to_("hooks", hooks); to_("timesteps", timesteps);
    }
};

/// Cond Pair Set Props Combine (advanced/hooks/cond pair)
/// Experimental: it may change.
struct PairConditioningSetPropertiesAndCombine {
    using SetCondArea = ::divan::nodes::SetCondArea;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Conditioning> positive_NEW;
    Required<types::Conditioning> negative_NEW;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    Required<SetCondArea> set_cond_area;
    Optional<types::Mask> mask{};
    Optional<types::Hooks> hooks{};
    Optional<types::TimestepsRange> timesteps{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
    };
    static constexpr const char* kClassType = "PairConditioningSetPropertiesAndCombine";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("positive_NEW", positive_NEW);
        to_("negative_NEW", negative_NEW); to_("strength", strength); to_("set_cond_area", set_cond_area);
        to_("mask", mask); to_("hooks", hooks); to_("timesteps", timesteps);
    }
};

/// PatchModelAddDownscale (Kohya Deep Shrink) (model_patches/unet)
struct PatchModelAddDownscale {
    struct DownscaleMethod : Choice {
        enum Known {bicubic, nearest_exact, bilinear, area, bislerp};
        DownscaleMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bicubic", "nearest-exact", "bilinear", "area", "bislerp"};
    };
    struct UpscaleMethod : Choice {
        enum Known {bicubic, nearest_exact, bilinear, area, bislerp};
        UpscaleMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bicubic", "nearest-exact", "bilinear", "area", "bislerp"};
    };
    Required<types::Model> model;
    Input<types::Int> block_number = 3;  ///< 1 to 32
    Input<types::Float> downscale_factor = 2.0;  ///< 0.1 to 9.0, step 0.001
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 0.35;  ///< 0.0 to 1.0, step 0.001
    Input<types::Boolean> downscale_after_skip = true;
    Required<DownscaleMethod> downscale_method;
    Required<UpscaleMethod> upscale_method;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "PatchModelAddDownscale";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("block_number", block_number); to_("downscale_factor", downscale_factor);
        to_("start_percent", start_percent); to_("end_percent", end_percent);
        to_("downscale_after_skip", downscale_after_skip); to_("downscale_method", downscale_method);
        to_("upscale_method", upscale_method);
    }
};

/// Perp-Neg (DEPRECATED by PerpNegGuider) (_for_testing)
/// Experimental: it may change.
struct [[deprecated("by its author")]] PerpNeg {
    Required<types::Model> model;
    Required<types::Conditioning> empty_conditioning;
    Input<types::Float> neg_scale = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "PerpNeg";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("empty_conditioning", empty_conditioning); to_("neg_scale", neg_scale);
    }
};

/// PerpNegGuider (_for_testing)
/// Experimental: it may change.
struct PerpNegGuider {
    Required<types::Model> model;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Conditioning> empty_conditioning;
    Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.1
    Input<types::Float> neg_scale = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Guider> guider{*this, 0};
    };
    static constexpr const char* kClassType = "PerpNegGuider";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("positive", positive); to_("negative", negative);
        to_("empty_conditioning", empty_conditioning); to_("cfg", cfg); to_("neg_scale", neg_scale);
    }
};

/// PerturbedAttentionGuidance (model_patches/unet)
struct PerturbedAttentionGuidance {
    Required<types::Model> model;
    Input<types::Float> scale = 3.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "PerturbedAttentionGuidance";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("scale", scale);
    }
};

/// PhotoMakerEncode (_for_testing/photomaker)
/// Experimental: it may change.
struct PhotoMakerEncode {
    Required<types::Photomaker> photomaker;
    Required<types::Image> image;
    Required<types::Clip> clip;
    Input<types::String> text = "photograph of photomaker";  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "PhotoMakerEncode";
    void write_to(NodeInputs& to_) const {
        to_("photomaker", photomaker); to_("image", image); to_("clip", clip); to_("text", text);
    }
};

/// PhotoMakerLoader (_for_testing/photomaker)
/// Experimental: it may change.
struct PhotoMakerLoader {
    Required<types::Combo> photomaker_model_name;
    struct Outputs : AddedNode {
        Output<types::Photomaker> photomaker{*this, 0};
    };
    static constexpr const char* kClassType = "PhotoMakerLoader";
    void write_to(NodeInputs& to_) const {
        to_("photomaker_model_name", photomaker_model_name);
    }
};

/// Pika Image to Video (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct PikaImageToVideoNode2_2 {
    using Resolution = ::divan::nodes::PikaImageToVideoNode2_2Resolution;
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    Required<types::Image> image;
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    Input<Resolution> resolution = Resolution::_1080p;
    Input<Duration> duration = Duration::_5;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PikaImageToVideoNode2_2";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt_text", prompt_text); to_("negative_prompt", negative_prompt);
        to_("seed", seed); to_("resolution", resolution); to_("duration", duration);
    }
};

/// Pika Scenes (Video Image Composition) (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct PikaScenesV2_2 {
    using Resolution = ::divan::nodes::PikaImageToVideoNode2_2Resolution;
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    struct IngredientsMode : Choice {
        enum Known {creative, precise};
        IngredientsMode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"creative", "precise"};
    };
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    Input<Resolution> resolution = Resolution::_1080p;
    Input<Duration> duration = Duration::_5;
    Input<IngredientsMode> ingredients_mode = IngredientsMode::creative;
    Input<types::Float> aspect_ratio = 1.7777777777777777;  ///< 0.4 to 2.5, step 0.001
    Optional<types::Image> image_ingredient_1{};
    Optional<types::Image> image_ingredient_2{};
    Optional<types::Image> image_ingredient_3{};
    Optional<types::Image> image_ingredient_4{};
    Optional<types::Image> image_ingredient_5{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PikaScenesV2_2";
    void write_to(NodeInputs& to_) const {
        to_("prompt_text", prompt_text); to_("negative_prompt", negative_prompt); to_("seed", seed);
        to_("resolution", resolution); to_("duration", duration); to_("ingredients_mode", ingredients_mode);
        to_("aspect_ratio", aspect_ratio); to_("image_ingredient_1", image_ingredient_1);
        to_("image_ingredient_2", image_ingredient_2); to_("image_ingredient_3", image_ingredient_3);
        to_("image_ingredient_4", image_ingredient_4); to_("image_ingredient_5", image_ingredient_5);
    }
};

/// Pika Start and End Frame to Video (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct PikaStartEndFrameNode2_2 {
    using Resolution = ::divan::nodes::PikaImageToVideoNode2_2Resolution;
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    Required<types::Image> image_start;
    Required<types::Image> image_end;
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    Input<Resolution> resolution = Resolution::_1080p;
    Input<Duration> duration = Duration::_5;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PikaStartEndFrameNode2_2";
    void write_to(NodeInputs& to_) const {
        to_("image_start", image_start); to_("image_end", image_end); to_("prompt_text", prompt_text);
        to_("negative_prompt", negative_prompt); to_("seed", seed); to_("resolution", resolution);
        to_("duration", duration);
    }
};

/// Pika Text to Video (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct PikaTextToVideoNode2_2 {
    using Resolution = ::divan::nodes::PikaImageToVideoNode2_2Resolution;
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    Input<Resolution> resolution = Resolution::_1080p;
    Input<Duration> duration = Duration::_5;
    Input<types::Float> aspect_ratio = 1.7777777777777777;  ///< 0.4 to 2.5, step 0.001
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PikaTextToVideoNode2_2";
    void write_to(NodeInputs& to_) const {
        to_("prompt_text", prompt_text); to_("negative_prompt", negative_prompt); to_("seed", seed);
        to_("resolution", resolution); to_("duration", duration); to_("aspect_ratio", aspect_ratio);
    }
};

/// Pikadditions (Video Object Insertion) (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct Pikadditions {
    Required<types::Video> video;
    Required<types::Image> image;
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "Pikadditions";
    void write_to(NodeInputs& to_) const {
        to_("video", video); to_("image", image); to_("prompt_text", prompt_text);
        to_("negative_prompt", negative_prompt); to_("seed", seed);
    }
};

/// Pikaffects (Video Effects) (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct Pikaffects {
    struct Pikaffect : Choice {
        enum Known {
            Cake_ify, Crumble, Crush, Decapitate, Deflate, Dissolve, Explode, Eye_pop, Inflate, Levitate, Melt,
            Peel, Poke, Squish, Ta_da, Tear,
        };
        Pikaffect(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Cake-ify", "Crumble", "Crush", "Decapitate", "Deflate", "Dissolve", "Explode", "Eye-pop", "Inflate",
            "Levitate", "Melt", "Peel", "Poke", "Squish", "Ta-da", "Tear",
        };
    };
    Required<types::Image> image;
    Input<Pikaffect> pikaffect = Pikaffect::Cake_ify;
    Required<types::String> prompt_text;  ///< multiline
    Required<types::String> negative_prompt;  ///< multiline
    Required<types::Int> seed;  ///< 0 to 4294967295
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "Pikaffects";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("pikaffect", pikaffect); to_("prompt_text", prompt_text);
        to_("negative_prompt", negative_prompt); to_("seed", seed);
    }
};

/// Pika Swaps (Video Object Replacement) (api node/video/Pika)
/// Calls a paid service: the run needs a comfy.org key.
struct Pikaswaps {
    Required<types::Video> video;
    Optional<types::Image> image{};
    Optional<types::Mask> mask{};
    Optional<types::String> prompt_text{};  ///< multiline
    Optional<types::String> negative_prompt{};  ///< multiline
    Optional<types::Int> seed{};  ///< 0 to 4294967295
    Optional<types::String> region_to_modify{};  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "Pikaswaps";
    void write_to(NodeInputs& to_) const {
        to_("video", video); to_("image", image); to_("mask", mask); to_("prompt_text", prompt_text);
        to_("negative_prompt", negative_prompt); to_("seed", seed); to_("region_to_modify", region_to_modify);
    }
};

/// PixVerse Image to Video (api node/video/PixVerse)
/// Calls a paid service: the run needs a comfy.org key.
struct PixverseImageToVideoNode {
    using Quality = ::divan::nodes::PixverseImageToVideoNodeQuality;
    using DurationSeconds = ::divan::nodes::DurationSeconds;
    using MotionMode = ::divan::nodes::MotionMode;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<Quality> quality = Quality::_540p;
    Required<DurationSeconds> duration_seconds;
    Required<MotionMode> motion_mode;
    Input<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::PixverseTemplate> pixverse_template{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PixverseImageToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("quality", quality);
        to_("duration_seconds", duration_seconds); to_("motion_mode", motion_mode); to_("seed", seed);
        to_("negative_prompt", negative_prompt); to_("pixverse_template", pixverse_template);
    }
};

/// PixVerse Template (api node/video/PixVerse)
struct PixverseTemplateNode {
    struct Template : Choice {
        enum Known {Microwave, Suit_Swagger, Anything_Robot, Subject_3_Fever, kiss_kiss};
        Template(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Microwave", "Suit Swagger", "Anything, Robot", "Subject 3 Fever", "kiss kiss",
        };
    };
    Required<Template> template_;  ///< "template"
    struct Outputs : AddedNode {
        Output<types::PixverseTemplate> pixverse_template{*this, 0};
    };
    static constexpr const char* kClassType = "PixverseTemplateNode";
    void write_to(NodeInputs& to_) const {
        to_("template", template_);
    }
};

/// PixVerse Text to Video (api node/video/PixVerse)
/// Calls a paid service: the run needs a comfy.org key.
struct PixverseTextToVideoNode {
    struct AspectRatio : Choice {
        enum Known {_16_9, _4_3, _1_1, _3_4, _9_16};
        AspectRatio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"16:9", "4:3", "1:1", "3:4", "9:16"};
    };
    using Quality = ::divan::nodes::PixverseImageToVideoNodeQuality;
    using DurationSeconds = ::divan::nodes::DurationSeconds;
    using MotionMode = ::divan::nodes::MotionMode;
    Input<types::String> prompt = "";  ///< multiline
    Required<AspectRatio> aspect_ratio;
    Input<Quality> quality = Quality::_540p;
    Required<DurationSeconds> duration_seconds;
    Required<MotionMode> motion_mode;
    Input<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::PixverseTemplate> pixverse_template{};
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PixverseTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("quality", quality);
        to_("duration_seconds", duration_seconds); to_("motion_mode", motion_mode); to_("seed", seed);
        to_("negative_prompt", negative_prompt); to_("pixverse_template", pixverse_template);
    }
};

/// PixVerse Transition Video (api node/video/PixVerse)
/// Calls a paid service: the run needs a comfy.org key.
struct PixverseTransitionVideoNode {
    using Quality = ::divan::nodes::PixverseImageToVideoNodeQuality;
    using DurationSeconds = ::divan::nodes::DurationSeconds;
    using MotionMode = ::divan::nodes::MotionMode;
    Required<types::Image> first_frame;
    Required<types::Image> last_frame;
    Input<types::String> prompt = "";  ///< multiline
    Input<Quality> quality = Quality::_540p;
    Required<DurationSeconds> duration_seconds;
    Required<MotionMode> motion_mode;
    Input<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::String> negative_prompt = "";  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "PixverseTransitionVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("first_frame", first_frame); to_("last_frame", last_frame); to_("prompt", prompt);
        to_("quality", quality); to_("duration_seconds", duration_seconds); to_("motion_mode", motion_mode);
        to_("seed", seed); to_("negative_prompt", negative_prompt);
    }
};

/// PolyexponentialScheduler (sampling/custom_sampling/schedulers)
struct PolyexponentialScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> sigma_max = 14.614642;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> sigma_min = 0.0291675;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> rho = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "PolyexponentialScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("sigma_max", sigma_max); to_("sigma_min", sigma_min); to_("rho", rho);
    }
};

/// Porter-Duff Image Composite (mask/compositing)
struct PorterDuffImageComposite {
    struct Mode : Choice {
        enum Known {
            ADD, CLEAR, DARKEN, DST, DST_ATOP, DST_IN, DST_OUT, DST_OVER, LIGHTEN, MULTIPLY, OVERLAY, SCREEN, SRC,
            SRC_ATOP, SRC_IN, SRC_OUT, SRC_OVER, XOR,
        };
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "ADD", "CLEAR", "DARKEN", "DST", "DST_ATOP", "DST_IN", "DST_OUT", "DST_OVER", "LIGHTEN", "MULTIPLY",
            "OVERLAY", "SCREEN", "SRC", "SRC_ATOP", "SRC_IN", "SRC_OUT", "SRC_OVER", "XOR",
        };
    };
    Required<types::Image> source;
    Required<types::Mask> source_alpha;
    Required<types::Image> destination;
    Required<types::Mask> destination_alpha;
    Input<Mode> mode = Mode::DST;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "PorterDuffImageComposite";
    void write_to(NodeInputs& to_) const {
        to_("source", source); to_("source_alpha", source_alpha); to_("destination", destination);
        to_("destination_alpha", destination_alpha); to_("mode", mode);
    }
};

/// Preview 3D (3d)
/// An output node.
/// Experimental: it may change.
struct Preview3D {
    Input<types::String> model_file = "";
    Optional<types::Load3dCamera> camera_info{};
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "Preview3D";
    void write_to(NodeInputs& to_) const {
        to_("model_file", model_file); to_("camera_info", camera_info);
    }
};

/// Preview 3D - Animation (3d)
/// An output node.
/// Experimental: it may change.
struct Preview3DAnimation {
    Input<types::String> model_file = "";
    Optional<types::Load3dCamera> camera_info{};
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "Preview3DAnimation";
    void write_to(NodeInputs& to_) const {
        to_("model_file", model_file); to_("camera_info", camera_info);
    }
};

/// Preview Any (utils)
/// An output node.
struct PreviewAny {
    Required<AnyType> source;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "PreviewAny";
    void write_to(NodeInputs& to_) const {
        to_("source", source);
    }
};

/// Preview Audio (audio)
/// An output node.
struct PreviewAudio {
    Required<types::Audio> audio;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "PreviewAudio";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio);
    }
};

/// Preview Image (image)
/// An output node.
struct PreviewImage {
    Required<types::Image> images;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "PreviewImage";
    void write_to(NodeInputs& to_) const {
        to_("images", images);
    }
};

/// Boolean (utils/primitive)
struct PrimitiveBoolean {
    Required<types::Boolean> value;
    struct Outputs : AddedNode {
        Output<types::Boolean> boolean{*this, 0};
    };
    static constexpr const char* kClassType = "PrimitiveBoolean";
    void write_to(NodeInputs& to_) const {
        to_("value", value);
    }
};

/// Float (utils/primitive)
struct PrimitiveFloat {
    Required<types::Float> value;  ///< -9223372036854775807 to 9223372036854775807
    struct Outputs : AddedNode {
        Output<types::Float> float_{*this, 0};  ///< "FLOAT"
    };
    static constexpr const char* kClassType = "PrimitiveFloat";
    void write_to(NodeInputs& to_) const {
        to_("value", value);
    }
};

/// Int (utils/primitive)
struct PrimitiveInt {
    Required<types::Int> value;  ///< -9223372036854775807 to 9223372036854775807
    struct Outputs : AddedNode {
        Output<types::Int> int_{*this, 0};  ///< "INT"
    };
    static constexpr const char* kClassType = "PrimitiveInt";
    void write_to(NodeInputs& to_) const {
        to_("value", value);
    }
};

/// String (utils/primitive)
struct PrimitiveString {
    Required<types::String> value;
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "PrimitiveString";
    void write_to(NodeInputs& to_) const {
        to_("value", value);
    }
};

/// String (Multiline) (utils/primitive)
struct PrimitiveStringMultiline {
    Required<types::String> value;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "PrimitiveStringMultiline";
    void write_to(NodeInputs& to_) const {
        to_("value", value);
    }
};

/// QuadrupleCLIPLoader (advanced/loaders)
struct QuadrupleCLIPLoader {
    Required<types::Combo> clip_name1;
    Required<types::Combo> clip_name2;
    Required<types::Combo> clip_name3;
    Required<types::Combo> clip_name4;
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "QuadrupleCLIPLoader";
    void write_to(NodeInputs& to_) const {
        to_("clip_name1", clip_name1); to_("clip_name2", clip_name2); to_("clip_name3", clip_name3);
        to_("clip_name4", clip_name4);
    }
};

/// QwenImageDiffsynthControlnet (advanced/loaders/qwen)
/// Experimental: it may change.
struct QwenImageDiffsynthControlnet {
    Required<types::Model> model;
    Required<types::ModelPatch> model_patch;
    Required<types::Vae> vae;
    Required<types::Image> image;
    Input<types::Float> strength = 1.0;  ///< -10.0 to 10.0, step 0.01
    Optional<types::Mask> mask{};
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "QwenImageDiffsynthControlnet";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("model_patch", model_patch); to_("vae", vae); to_("image", image);
        to_("strength", strength); to_("mask", mask);
    }
};

/// RandomNoise (sampling/custom_sampling/noise)
struct RandomNoise {
    Input<types::Int> noise_seed = 0;  ///< 0 to 18446744073709551615
    struct Outputs : AddedNode {
        Output<types::Noise> noise{*this, 0};
    };
    static constexpr const char* kClassType = "RandomNoise";
    void write_to(NodeInputs& to_) const {
        to_("noise_seed", noise_seed);
    }
};

/// Rebatch Images (image/batch)
struct RebatchImages {
    Required<types::Image> images;
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};  ///< a list
    };
    static constexpr const char* kClassType = "RebatchImages";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("batch_size", batch_size);
    }
};

/// Rebatch Latents (latent/batch)
struct RebatchLatents {
    Required<types::Latent> latents;
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};  ///< a list
    };
    static constexpr const char* kClassType = "RebatchLatents";
    void write_to(NodeInputs& to_) const {
        to_("latents", latents); to_("batch_size", batch_size);
    }
};

/// Record Audio (audio)
struct RecordAudio {
    Required<Widget<types::AudioRecord>> audio;
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "RecordAudio";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio);
    }
};

/// Recraft Color RGB (api node/image/Recraft)
struct RecraftColorRGB {
    Input<types::Int> r = 0;  ///< 0 to 255
    Input<types::Int> g = 0;  ///< 0 to 255
    Input<types::Int> b = 0;  ///< 0 to 255
    Optional<types::RecraftColor> recraft_color{};
    struct Outputs : AddedNode {
        Output<types::RecraftColor> recraft_color{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftColorRGB";
    void write_to(NodeInputs& to_) const {
        to_("r", r); to_("g", g); to_("b", b); to_("recraft_color", recraft_color);
    }
};

/// Recraft Controls (api node/image/Recraft)
struct RecraftControls {
    Optional<types::RecraftColor> colors{};
    Optional<types::RecraftColor> background_color{};
    struct Outputs : AddedNode {
        Output<types::RecraftControls> recraft_controls{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftControls";
    void write_to(NodeInputs& to_) const {
        to_("colors", colors); to_("background_color", background_color);
    }
};

/// Recraft Creative Upscale Image (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftCreativeUpscaleNode {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftCreativeUpscaleNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Recraft Crisp Upscale Image (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftCrispUpscaleNode {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftCrispUpscaleNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Recraft Image Inpainting (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftImageInpaintingNode {
    Required<types::Image> image;
    Required<types::Mask> mask;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Int> n = 1;  ///< 1 to 6
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::RecraftV3Style> recraft_style{};
    Optional<types::String> negative_prompt = "";
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftImageInpaintingNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("mask", mask); to_("prompt", prompt); to_("n", n); to_("seed", seed);
        to_("recraft_style", recraft_style); to_("negative_prompt", negative_prompt);
    }
};

/// Recraft Image to Image (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftImageToImageNode {
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Int> n = 1;  ///< 1 to 6
    Input<types::Float> strength = 0.5;  ///< 0.0 to 1.0, step 0.01
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::RecraftV3Style> recraft_style{};
    Optional<types::String> negative_prompt = "";
    Optional<types::RecraftControls> recraft_controls{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftImageToImageNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("n", n); to_("strength", strength); to_("seed", seed);
        to_("recraft_style", recraft_style); to_("negative_prompt", negative_prompt);
        to_("recraft_controls", recraft_controls);
    }
};

/// Recraft Remove Background (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftRemoveBackgroundNode {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "RecraftRemoveBackgroundNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// Recraft Replace Background (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftReplaceBackgroundNode {
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Int> n = 1;  ///< 1 to 6
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::RecraftV3Style> recraft_style{};
    Optional<types::String> negative_prompt = "";
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftReplaceBackgroundNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("n", n); to_("seed", seed);
        to_("recraft_style", recraft_style); to_("negative_prompt", negative_prompt);
    }
};

/// Recraft Style - Digital Illustration (api node/image/Recraft)
struct RecraftStyleV3DigitalIllustration {
    struct Substyle : Choice {
        enum Known {
            None, _2d_art_poster, _2d_art_poster_2, antiquarian, bold_fantasy, child_book, child_books, cover,
            crosshatch, digital_engraving, engraving_color, expressionism, freehand_details, grain, grain_20,
            graphic_intensity, hand_drawn, hand_drawn_outline, handmade_3d, hard_comics, infantile_sketch,
            long_shadow, modern_folk, multicolor, neon_calm, noir, nostalgic_pastel, outline_details,
            pastel_gradient, pastel_sketch, pixel_art, plastic, pop_art, pop_renaissance, seamless, street_art,
            tablet_sketch, urban_glow, urban_sketching, vanilla_dreams, young_adult_book, young_adult_book_2,
        };
        Substyle(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "None", "2d_art_poster", "2d_art_poster_2", "antiquarian", "bold_fantasy", "child_book", "child_books",
            "cover", "crosshatch", "digital_engraving", "engraving_color", "expressionism", "freehand_details",
            "grain", "grain_20", "graphic_intensity", "hand_drawn", "hand_drawn_outline", "handmade_3d",
            "hard_comics", "infantile_sketch", "long_shadow", "modern_folk", "multicolor", "neon_calm", "noir",
            "nostalgic_pastel", "outline_details", "pastel_gradient", "pastel_sketch", "pixel_art", "plastic",
            "pop_art", "pop_renaissance", "seamless", "street_art", "tablet_sketch", "urban_glow",
            "urban_sketching", "vanilla_dreams", "young_adult_book", "young_adult_book_2",
        };
    };
    Required<Substyle> substyle;
    struct Outputs : AddedNode {
        Output<types::RecraftV3Style> recraft_style{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftStyleV3DigitalIllustration";
    void write_to(NodeInputs& to_) const {
        to_("substyle", substyle);
    }
};

/// Recraft Style - Infinite Style Library (api node/image/Recraft)
struct RecraftStyleV3InfiniteStyleLibrary {
    Input<types::String> style_id = "";
    struct Outputs : AddedNode {
        Output<types::RecraftV3Style> recraft_style{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftStyleV3InfiniteStyleLibrary";
    void write_to(NodeInputs& to_) const {
        to_("style_id", style_id);
    }
};

/// Recraft Style - Logo Raster (api node/image/Recraft)
struct RecraftStyleV3LogoRaster {
    struct Substyle : Choice {
        enum Known {emblem_graffiti, emblem_pop_art, emblem_punk, emblem_stamp, emblem_vintage};
        Substyle(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "emblem_graffiti", "emblem_pop_art", "emblem_punk", "emblem_stamp", "emblem_vintage",
        };
    };
    Required<Substyle> substyle;
    struct Outputs : AddedNode {
        Output<types::RecraftV3Style> recraft_style{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftStyleV3LogoRaster";
    void write_to(NodeInputs& to_) const {
        to_("substyle", substyle);
    }
};

/// Recraft Style - Realistic Image (api node/image/Recraft)
struct RecraftStyleV3RealisticImage {
    struct Substyle : Choice {
        enum Known {
            None, b_and_w, enterprise, evening_light, faded_nostalgia, forest_life, hard_flash, hdr, motion_blur,
            mystic_naturalism, natural_light, natural_tones, organic_calm, real_life_glow, retro_realism,
            retro_snapshot, studio_portrait, urban_drama, village_realism, warm_folk,
        };
        Substyle(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "None", "b_and_w", "enterprise", "evening_light", "faded_nostalgia", "forest_life", "hard_flash", "hdr",
            "motion_blur", "mystic_naturalism", "natural_light", "natural_tones", "organic_calm", "real_life_glow",
            "retro_realism", "retro_snapshot", "studio_portrait", "urban_drama", "village_realism", "warm_folk",
        };
    };
    Required<Substyle> substyle;
    struct Outputs : AddedNode {
        Output<types::RecraftV3Style> recraft_style{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftStyleV3RealisticImage";
    void write_to(NodeInputs& to_) const {
        to_("substyle", substyle);
    }
};

/// Recraft Text to Image (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftTextToImageNode {
    using Size = ::divan::nodes::RecraftTextToImageNodeSize;
    Input<types::String> prompt = "";  ///< multiline
    Input<Size> size = Size::_1024x1024;
    Input<types::Int> n = 1;  ///< 1 to 6
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::RecraftV3Style> recraft_style{};
    Optional<types::String> negative_prompt = "";
    Optional<types::RecraftControls> recraft_controls{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftTextToImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("size", size); to_("n", n); to_("seed", seed);
        to_("recraft_style", recraft_style); to_("negative_prompt", negative_prompt);
        to_("recraft_controls", recraft_controls);
    }
};

/// Recraft Text to Vector (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftTextToVectorNode {
    struct Substyle : Choice {
        enum Known {
            None, bold_stroke, chemistry, colored_stencil, contour_pop_art, cosmics, cutout, depressive, editorial,
            emotional_flat, engraving, infographical, line_art, line_circuit, linocut, marker_outline, mosaic,
            naivector, roundish_flat, seamless, segmented_colors, sharp_contrast, thin, vector_photo, vivid_shapes,
        };
        Substyle(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "None", "bold_stroke", "chemistry", "colored_stencil", "contour_pop_art", "cosmics", "cutout",
            "depressive", "editorial", "emotional_flat", "engraving", "infographical", "line_art", "line_circuit",
            "linocut", "marker_outline", "mosaic", "naivector", "roundish_flat", "seamless", "segmented_colors",
            "sharp_contrast", "thin", "vector_photo", "vivid_shapes",
        };
    };
    using Size = ::divan::nodes::RecraftTextToImageNodeSize;
    Input<types::String> prompt = "";  ///< multiline
    Required<Substyle> substyle;
    Input<Size> size = Size::_1024x1024;
    Input<types::Int> n = 1;  ///< 1 to 6
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Optional<types::String> negative_prompt = "";
    Optional<types::RecraftControls> recraft_controls{};
    struct Outputs : AddedNode {
        Output<types::Svg> svg{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftTextToVectorNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("substyle", substyle); to_("size", size); to_("n", n); to_("seed", seed);
        to_("negative_prompt", negative_prompt); to_("recraft_controls", recraft_controls);
    }
};

/// Recraft Vectorize Image (api node/image/Recraft)
/// Calls a paid service: the run needs a comfy.org key.
struct RecraftVectorizeImageNode {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Svg> svg{*this, 0};
    };
    static constexpr const char* kClassType = "RecraftVectorizeImageNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// ReferenceLatent (advanced/conditioning/edit_models)
struct ReferenceLatent {
    Required<types::Conditioning> conditioning;
    Optional<types::Latent> latent{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "ReferenceLatent";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("latent", latent);
    }
};

/// Regex Extract (utils/string)
struct RegexExtract {
    struct Mode : Choice {
        enum Known {First_Match, All_Matches, First_Group, All_Groups};
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"First Match", "All Matches", "First Group", "All Groups"};
    };
    Required<types::String> string;  ///< multiline
    Required<types::String> regex_pattern;  ///< multiline
    Required<Mode> mode;
    Input<types::Boolean> case_insensitive = true;
    Input<types::Boolean> multiline = false;
    Input<types::Boolean> dotall = false;
    Input<types::Int> group_index = 1;  ///< 0 to 100
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "RegexExtract";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("regex_pattern", regex_pattern); to_("mode", mode);
        to_("case_insensitive", case_insensitive); to_("multiline", multiline); to_("dotall", dotall);
        to_("group_index", group_index);
    }
};

/// Regex Match (utils/string)
struct RegexMatch {
    Required<types::String> string;  ///< multiline
    Required<types::String> regex_pattern;  ///< multiline
    Input<types::Boolean> case_insensitive = true;
    Input<types::Boolean> multiline = false;
    Input<types::Boolean> dotall = false;
    struct Outputs : AddedNode {
        Output<types::Boolean> matches{*this, 0};
    };
    static constexpr const char* kClassType = "RegexMatch";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("regex_pattern", regex_pattern); to_("case_insensitive", case_insensitive);
        to_("multiline", multiline); to_("dotall", dotall);
    }
};

/// Regex Replace (utils/string)
struct RegexReplace {
    Required<types::String> string;  ///< multiline
    Required<types::String> regex_pattern;  ///< multiline
    Required<types::String> replace;  ///< multiline
    Optional<types::Boolean> case_insensitive = true;
    Optional<types::Boolean> multiline = false;
    Optional<types::Boolean> dotall = false;
    Optional<types::Int> count = 0;  ///< 0 to 100
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "RegexReplace";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("regex_pattern", regex_pattern); to_("replace", replace);
        to_("case_insensitive", case_insensitive); to_("multiline", multiline); to_("dotall", dotall);
        to_("count", count);
    }
};

/// RenormCFG (advanced/model)
struct RenormCFG {
    Required<types::Model> model;
    Input<types::Float> cfg_trunc = 100.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> renorm_cfg = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "RenormCFG";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("cfg_trunc", cfg_trunc); to_("renorm_cfg", renorm_cfg);
    }
};

/// RepeatImageBatch (image/batch)
struct RepeatImageBatch {
    Required<types::Image> image;
    Input<types::Int> amount = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RepeatImageBatch";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("amount", amount);
    }
};

/// Repeat Latent Batch (latent/batch)
struct RepeatLatentBatch {
    Required<types::Latent> samples;
    Input<types::Int> amount = 1;  ///< 1 to 64
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "RepeatLatentBatch";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("amount", amount);
    }
};

/// RescaleCFG (advanced/model)
struct RescaleCFG {
    Required<types::Model> model;
    Input<types::Float> multiplier = 0.7;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "RescaleCFG";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("multiplier", multiplier);
    }
};

/// ResizeAndPadImage (image/transform)
struct ResizeAndPadImage {
    struct PaddingColor : Choice {
        enum Known {white, black};
        PaddingColor(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"white", "black"};
    };
    struct Interpolation : Choice {
        enum Known {area, bicubic, nearest_exact, bilinear, lanczos};
        Interpolation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"area", "bicubic", "nearest-exact", "bilinear", "lanczos"};
    };
    Required<types::Image> image;
    Input<types::Int> target_width = 512;  ///< 1 to 16384
    Input<types::Int> target_height = 512;  ///< 1 to 16384
    Required<PaddingColor> padding_color;
    Required<Interpolation> interpolation;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "ResizeAndPadImage";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("target_width", target_width); to_("target_height", target_height);
        to_("padding_color", padding_color); to_("interpolation", interpolation);
    }
};

/// Rodin 3D Generate - Detail Generate (api node/3d/Rodin)
/// Calls a paid service: the run needs a comfy.org key.
struct Rodin3D_Detail {
    using MaterialType = ::divan::nodes::MaterialType;
    using PolygonCount = ::divan::nodes::PolygonCount;
    Required<types::Image> Images;
    Optional<types::Int> Seed = 0;  ///< 0 to 65535
    Optional<MaterialType> Material_Type = MaterialType::PBR;
    Optional<PolygonCount> Polygon_count = PolygonCount::_18K_Quad;
    struct Outputs : AddedNode {
        Output<types::String> _3d_model_path{*this, 0};  ///< "3D Model Path"
    };
    static constexpr const char* kClassType = "Rodin3D_Detail";
    void write_to(NodeInputs& to_) const {
        to_("Images", Images); to_("Seed", Seed); to_("Material_Type", Material_Type);
        to_("Polygon_count", Polygon_count);
    }
};

/// Rodin 3D Generate - Gen-2 Generate (api node/3d/Rodin)
/// Calls a paid service: the run needs a comfy.org key.
struct Rodin3D_Gen2 {
    using MaterialType = ::divan::nodes::MaterialType;
    struct PolygonCount : Choice {
        enum Known {
            _4K_Quad, _8K_Quad, _18K_Quad, _50K_Quad, _2K_Triangle, _20K_Triangle, _150K_Triangle, _500K_Triangle,
        };
        PolygonCount(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "4K-Quad", "8K-Quad", "18K-Quad", "50K-Quad", "2K-Triangle", "20K-Triangle", "150K-Triangle",
            "500K-Triangle",
        };
    };
    Required<types::Image> Images;
    Input<types::Boolean> TAPose = false;
    Optional<types::Int> Seed = 0;  ///< 0 to 65535
    Optional<MaterialType> Material_Type = MaterialType::PBR;
    Optional<PolygonCount> Polygon_count = PolygonCount::_500K_Triangle;
    struct Outputs : AddedNode {
        Output<types::String> _3d_model_path{*this, 0};  ///< "3D Model Path"
    };
    static constexpr const char* kClassType = "Rodin3D_Gen2";
    void write_to(NodeInputs& to_) const {
        to_("Images", Images); to_("TAPose", TAPose); to_("Seed", Seed); to_("Material_Type", Material_Type);
        to_("Polygon_count", Polygon_count);
    }
};

/// Rodin 3D Generate - Regular Generate (api node/3d/Rodin)
/// Calls a paid service: the run needs a comfy.org key.
struct Rodin3D_Regular {
    using MaterialType = ::divan::nodes::MaterialType;
    using PolygonCount = ::divan::nodes::PolygonCount;
    Required<types::Image> Images;
    Optional<types::Int> Seed = 0;  ///< 0 to 65535
    Optional<MaterialType> Material_Type = MaterialType::PBR;
    Optional<PolygonCount> Polygon_count = PolygonCount::_18K_Quad;
    struct Outputs : AddedNode {
        Output<types::String> _3d_model_path{*this, 0};  ///< "3D Model Path"
    };
    static constexpr const char* kClassType = "Rodin3D_Regular";
    void write_to(NodeInputs& to_) const {
        to_("Images", Images); to_("Seed", Seed); to_("Material_Type", Material_Type);
        to_("Polygon_count", Polygon_count);
    }
};

/// Rodin 3D Generate - Sketch Generate (api node/3d/Rodin)
/// Calls a paid service: the run needs a comfy.org key.
struct Rodin3D_Sketch {
    Required<types::Image> Images;
    Optional<types::Int> Seed = 0;  ///< 0 to 65535
    struct Outputs : AddedNode {
        Output<types::String> _3d_model_path{*this, 0};  ///< "3D Model Path"
    };
    static constexpr const char* kClassType = "Rodin3D_Sketch";
    void write_to(NodeInputs& to_) const {
        to_("Images", Images); to_("Seed", Seed);
    }
};

/// Rodin 3D Generate - Smooth Generate (api node/3d/Rodin)
/// Calls a paid service: the run needs a comfy.org key.
struct Rodin3D_Smooth {
    using MaterialType = ::divan::nodes::MaterialType;
    using PolygonCount = ::divan::nodes::PolygonCount;
    Required<types::Image> Images;
    Optional<types::Int> Seed = 0;  ///< 0 to 65535
    Optional<MaterialType> Material_Type = MaterialType::PBR;
    Optional<PolygonCount> Polygon_count = PolygonCount::_18K_Quad;
    struct Outputs : AddedNode {
        Output<types::String> _3d_model_path{*this, 0};  ///< "3D Model Path"
    };
    static constexpr const char* kClassType = "Rodin3D_Smooth";
    void write_to(NodeInputs& to_) const {
        to_("Images", Images); to_("Seed", Seed); to_("Material_Type", Material_Type);
        to_("Polygon_count", Polygon_count);
    }
};

/// Runway First-Last-Frame to Video (api node/video/Runway)
/// Calls a paid service: the run needs a comfy.org key.
struct RunwayFirstLastFrameNode {
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    using Ratio = ::divan::nodes::RunwayFirstLastFrameNodeRatio;
    Input<types::String> prompt = "";  ///< multiline
    Required<types::Image> start_frame;
    Required<types::Image> end_frame;
    Required<Duration> duration;
    Required<Ratio> ratio;
    Input<types::Int> seed = 0;  ///< 0 to 4294967295
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "RunwayFirstLastFrameNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("start_frame", start_frame); to_("end_frame", end_frame);
        to_("duration", duration); to_("ratio", ratio); to_("seed", seed);
    }
};

/// Runway Image to Video (Gen3a Turbo) (api node/video/Runway)
/// Calls a paid service: the run needs a comfy.org key.
struct RunwayImageToVideoNodeGen3a {
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    using Ratio = ::divan::nodes::RunwayFirstLastFrameNodeRatio;
    Input<types::String> prompt = "";  ///< multiline
    Required<types::Image> start_frame;
    Required<Duration> duration;
    Required<Ratio> ratio;
    Input<types::Int> seed = 0;  ///< 0 to 4294967295
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "RunwayImageToVideoNodeGen3a";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("start_frame", start_frame); to_("duration", duration); to_("ratio", ratio);
        to_("seed", seed);
    }
};

/// Runway Image to Video (Gen4 Turbo) (api node/video/Runway)
/// Calls a paid service: the run needs a comfy.org key.
struct RunwayImageToVideoNodeGen4 {
    using Duration = ::divan::nodes::PikaImageToVideoNode2_2Duration;
    struct Ratio : Choice {
        enum Known {_1280_720, _720_1280, _1104_832, _832_1104, _960_960, _1584_672};
        Ratio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "1280:720", "720:1280", "1104:832", "832:1104", "960:960", "1584:672",
        };
    };
    Input<types::String> prompt = "";  ///< multiline
    Required<types::Image> start_frame;
    Required<Duration> duration;
    Required<Ratio> ratio;
    Input<types::Int> seed = 0;  ///< 0 to 4294967295
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "RunwayImageToVideoNodeGen4";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("start_frame", start_frame); to_("duration", duration); to_("ratio", ratio);
        to_("seed", seed);
    }
};

/// Runway Text to Image (api node/image/Runway)
/// Calls a paid service: the run needs a comfy.org key.
struct RunwayTextToImageNode {
    struct Ratio : Choice {
        enum Known {
            _1920_1080, _1080_1920, _1024_1024, _1360_768, _1080_1080, _1168_880, _1440_1080, _1080_1440, _1808_768,
            _2112_912,
        };
        Ratio(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "1920:1080", "1080:1920", "1024:1024", "1360:768", "1080:1080", "1168:880", "1440:1080", "1080:1440",
            "1808:768", "2112:912",
        };
    };
    Input<types::String> prompt = "";  ///< multiline
    Required<Ratio> ratio;
    Optional<types::Image> reference_image{};
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "RunwayTextToImageNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("ratio", ratio); to_("reference_image", reference_image);
    }
};

/// SDTurboScheduler (sampling/custom_sampling/schedulers)
struct SDTurboScheduler {
    Required<types::Model> model;
    Input<types::Int> steps = 1;  ///< 1 to 10
    Input<types::Float> denoise = 1.0;  ///< 0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "SDTurboScheduler";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("steps", steps); to_("denoise", denoise);
    }
};

/// SD_4XUpscale_Conditioning (conditioning/upscale_diffusion)
struct SD_4XUpscale_Conditioning {
    Required<types::Image> images;
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Input<types::Float> scale_ratio = 4.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> noise_augmentation = 0.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "SD_4XUpscale_Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("positive", positive); to_("negative", negative);
        to_("scale_ratio", scale_ratio); to_("noise_augmentation", noise_augmentation);
    }
};

/// SV3D_Conditioning (conditioning/3d_models)
struct SV3D_Conditioning {
    Required<types::ClipVision> clip_vision;
    Required<types::Image> init_image;
    Required<types::Vae> vae;
    Input<types::Int> width = 576;  ///< 16 to 16384, step 8
    Input<types::Int> height = 576;  ///< 16 to 16384, step 8
    Input<types::Int> video_frames = 21;  ///< 1 to 4096
    Input<types::Float> elevation = 0.0;  ///< -90.0 to 90.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "SV3D_Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision", clip_vision); to_("init_image", init_image); to_("vae", vae); to_("width", width);
        to_("height", height); to_("video_frames", video_frames); to_("elevation", elevation);
    }
};

/// SVD_img2vid_Conditioning (conditioning/video_models)
struct SVD_img2vid_Conditioning {
    Required<types::ClipVision> clip_vision;
    Required<types::Image> init_image;
    Required<types::Vae> vae;
    Input<types::Int> width = 1024;  ///< 16 to 16384, step 8
    Input<types::Int> height = 576;  ///< 16 to 16384, step 8
    Input<types::Int> video_frames = 14;  ///< 1 to 4096
    Input<types::Int> motion_bucket_id = 127;  ///< 1 to 1023
    Input<types::Int> fps = 6;  ///< 1 to 1024
    Input<types::Float> augmentation_level = 0.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "SVD_img2vid_Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision", clip_vision); to_("init_image", init_image); to_("vae", vae); to_("width", width);
        to_("height", height); to_("video_frames", video_frames); to_("motion_bucket_id", motion_bucket_id);
        to_("fps", fps); to_("augmentation_level", augmentation_level);
    }
};

/// SamplerCustom (sampling/custom_sampling)
struct SamplerCustom {
    Required<types::Model> model;
    Input<types::Boolean> add_noise = true;
    Input<types::Int> noise_seed = 0;  ///< 0 to 18446744073709551615
    Input<types::Float> cfg = 8.0;  ///< 0.0 to 100.0, step 0.1
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Sampler> sampler;
    Required<types::Sigmas> sigmas;
    Required<types::Latent> latent_image;
    struct Outputs : AddedNode {
        Output<types::Latent> output{*this, 0};
        Output<types::Latent> denoised_output{*this, 1};
    };
    static constexpr const char* kClassType = "SamplerCustom";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("add_noise", add_noise); to_("noise_seed", noise_seed); to_("cfg", cfg);
        to_("positive", positive); to_("negative", negative); to_("sampler", sampler); to_("sigmas", sigmas);
        to_("latent_image", latent_image);
    }
};

/// SamplerCustomAdvanced (sampling/custom_sampling)
struct SamplerCustomAdvanced {
    Required<types::Noise> noise;
    Required<types::Guider> guider;
    Required<types::Sampler> sampler;
    Required<types::Sigmas> sigmas;
    Required<types::Latent> latent_image;
    struct Outputs : AddedNode {
        Output<types::Latent> output{*this, 0};
        Output<types::Latent> denoised_output{*this, 1};
    };
    static constexpr const char* kClassType = "SamplerCustomAdvanced";
    void write_to(NodeInputs& to_) const {
        to_("noise", noise); to_("guider", guider); to_("sampler", sampler); to_("sigmas", sigmas);
        to_("latent_image", latent_image);
    }
};

/// SamplerDPMAdaptative (sampling/custom_sampling/samplers)
struct SamplerDPMAdaptative {
    Input<types::Int> order = 3;  ///< 2 to 3
    Input<types::Float> rtol = 0.05;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> atol = 0.0078;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> h_init = 0.05;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> pcoeff = 0.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> icoeff = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> dcoeff = 0.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> accept_safety = 0.81;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> eta = 0.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerDPMAdaptative";
    void write_to(NodeInputs& to_) const {
        to_("order", order); to_("rtol", rtol); to_("atol", atol); to_("h_init", h_init); to_("pcoeff", pcoeff);
        to_("icoeff", icoeff); to_("dcoeff", dcoeff); to_("accept_safety", accept_safety); to_("eta", eta);
        to_("s_noise", s_noise);
    }
};

/// SamplerDPMPP_2M_SDE (sampling/custom_sampling/samplers)
struct SamplerDPMPP_2M_SDE {
    struct SolverType : Choice {
        enum Known {midpoint, heun};
        SolverType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"midpoint", "heun"};
    };
    using NoiseDevice = ::divan::nodes::NoiseDevice;
    Required<SolverType> solver_type;
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    Required<NoiseDevice> noise_device;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerDPMPP_2M_SDE";
    void write_to(NodeInputs& to_) const {
        to_("solver_type", solver_type); to_("eta", eta); to_("s_noise", s_noise);
        to_("noise_device", noise_device);
    }
};

/// SamplerDPMPP_2S_Ancestral (sampling/custom_sampling/samplers)
struct SamplerDPMPP_2S_Ancestral {
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerDPMPP_2S_Ancestral";
    void write_to(NodeInputs& to_) const {
        to_("eta", eta); to_("s_noise", s_noise);
    }
};

/// SamplerDPMPP_3M_SDE (sampling/custom_sampling/samplers)
struct SamplerDPMPP_3M_SDE {
    using NoiseDevice = ::divan::nodes::NoiseDevice;
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    Required<NoiseDevice> noise_device;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerDPMPP_3M_SDE";
    void write_to(NodeInputs& to_) const {
        to_("eta", eta); to_("s_noise", s_noise); to_("noise_device", noise_device);
    }
};

/// SamplerDPMPP_SDE (sampling/custom_sampling/samplers)
struct SamplerDPMPP_SDE {
    using NoiseDevice = ::divan::nodes::NoiseDevice;
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> r = 0.5;  ///< 0.0 to 100.0, step 0.01
    Required<NoiseDevice> noise_device;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerDPMPP_SDE";
    void write_to(NodeInputs& to_) const {
        to_("eta", eta); to_("s_noise", s_noise); to_("r", r); to_("noise_device", noise_device);
    }
};

/// SamplerER_SDE (sampling/custom_sampling/samplers)
struct SamplerER_SDE {
    struct SolverType : Choice {
        enum Known {ER_SDE, Reverse_time_SDE, ODE};
        SolverType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"ER-SDE", "Reverse-time SDE", "ODE"};
    };
    Required<SolverType> solver_type;
    Input<types::Int> max_stage = 3;  ///< 1 to 3
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerER_SDE";
    void write_to(NodeInputs& to_) const {
        to_("solver_type", solver_type); to_("max_stage", max_stage); to_("eta", eta); to_("s_noise", s_noise);
    }
};

/// SamplerEulerAncestral (sampling/custom_sampling/samplers)
struct SamplerEulerAncestral {
    Input<types::Float> eta = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerEulerAncestral";
    void write_to(NodeInputs& to_) const {
        to_("eta", eta); to_("s_noise", s_noise);
    }
};

/// SamplerEulerAncestralCFG++ (sampling/custom_sampling/samplers)
struct SamplerEulerAncestralCFGPP {
    Input<types::Float> eta = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerEulerAncestralCFGPP";
    void write_to(NodeInputs& to_) const {
        to_("eta", eta); to_("s_noise", s_noise);
    }
};

/// SamplerEulerCFG++ (_for_testing)
/// Experimental: it may change.
struct SamplerEulerCFGpp {
    struct Version : Choice {
        enum Known {regular, alternative};
        Version(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"regular", "alternative"};
    };
    Required<Version> version;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerEulerCFGpp";
    void write_to(NodeInputs& to_) const {
        to_("version", version);
    }
};

/// SamplerLCMUpscale (sampling/custom_sampling/samplers)
struct SamplerLCMUpscale {
    struct UpscaleMethod : Choice {
        enum Known {bislerp, nearest_exact, bilinear, area, bicubic};
        UpscaleMethod(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bislerp", "nearest-exact", "bilinear", "area", "bicubic"};
    };
    Input<types::Float> scale_ratio = 1.0;  ///< 0.1 to 20.0, step 0.01
    Input<types::Int> scale_steps = -1;  ///< -1 to 1000
    Required<UpscaleMethod> upscale_method;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerLCMUpscale";
    void write_to(NodeInputs& to_) const {
        to_("scale_ratio", scale_ratio); to_("scale_steps", scale_steps); to_("upscale_method", upscale_method);
    }
};

/// SamplerLMS (sampling/custom_sampling/samplers)
struct SamplerLMS {
    Input<types::Int> order = 4;  ///< 1 to 100
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerLMS";
    void write_to(NodeInputs& to_) const {
        to_("order", order);
    }
};

/// SamplerSASolver (sampling/custom_sampling/samplers)
struct SamplerSASolver {
    Required<types::Model> model;
    Input<types::Float> eta = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> sde_start_percent = 0.2;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> sde_end_percent = 0.8;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> s_noise = 1.0;  ///< 0.0 to 100.0, step 0.01
    Input<types::Int> predictor_order = 3;  ///< 1 to 6
    Input<types::Int> corrector_order = 4;  ///< 0 to 6
    Required<types::Boolean> use_pece;
    Required<types::Boolean> simple_order_2;
    struct Outputs : AddedNode {
        Output<types::Sampler> sampler{*this, 0};
    };
    static constexpr const char* kClassType = "SamplerSASolver";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("eta", eta); to_("sde_start_percent", sde_start_percent);
        to_("sde_end_percent", sde_end_percent); to_("s_noise", s_noise); to_("predictor_order", predictor_order);
        to_("corrector_order", corrector_order); to_("use_pece", use_pece); to_("simple_order_2", simple_order_2);
    }
};

/// SamplingPercentToSigma (sampling/custom_sampling/sigmas)
struct SamplingPercentToSigma {
    Required<types::Model> model;
    Input<types::Float> sampling_percent = 0.0;  ///< 0.0 to 1.0, step 0.0001
    Input<types::Boolean> return_actual_sigma = false;
    struct Outputs : AddedNode {
        Output<types::Float> sigma_value{*this, 0};
    };
    static constexpr const char* kClassType = "SamplingPercentToSigma";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("sampling_percent", sampling_percent);
        to_("return_actual_sigma", return_actual_sigma);
    }
};

/// SaveAnimatedPNG (image/animation)
/// An output node.
struct SaveAnimatedPNG {
    Required<types::Image> images;
    Input<types::String> filename_prefix = "ComfyUI";
    Input<types::Float> fps = 6.0;  ///< 0.01 to 1000.0, step 0.01
    Input<types::Int> compress_level = 4;  ///< 0 to 9
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveAnimatedPNG";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("filename_prefix", filename_prefix); to_("fps", fps);
        to_("compress_level", compress_level);
    }
};

/// SaveAnimatedWEBP (image/animation)
/// An output node.
struct SaveAnimatedWEBP {
    struct Method : Choice {
        enum Known {default_, fastest, slowest};
        Method(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"default", "fastest", "slowest"};
    };
    Required<types::Image> images;
    Input<types::String> filename_prefix = "ComfyUI";
    Input<types::Float> fps = 6.0;  ///< 0.01 to 1000.0, step 0.01
    Input<types::Boolean> lossless = true;
    Input<types::Int> quality = 80;  ///< 0 to 100
    Required<Method> method;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveAnimatedWEBP";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("filename_prefix", filename_prefix); to_("fps", fps); to_("lossless", lossless);
        to_("quality", quality); to_("method", method);
    }
};

/// Save Audio (FLAC) (audio)
/// An output node.
struct SaveAudio {
    Required<types::Audio> audio;
    Input<types::String> filename_prefix = "audio/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveAudio";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("filename_prefix", filename_prefix);
    }
};

/// Save Audio (MP3) (audio)
/// An output node.
struct SaveAudioMP3 {
    struct Quality : Choice {
        enum Known {V0, _128k, _320k};
        Quality(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"V0", "128k", "320k"};
    };
    Required<types::Audio> audio;
    Input<types::String> filename_prefix = "audio/ComfyUI";
    Input<Quality> quality = Quality::V0;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveAudioMP3";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("filename_prefix", filename_prefix); to_("quality", quality);
    }
};

/// Save Audio (Opus) (audio)
/// An output node.
struct SaveAudioOpus {
    struct Quality : Choice {
        enum Known {_64k, _96k, _128k, _192k, _320k};
        Quality(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"64k", "96k", "128k", "192k", "320k"};
    };
    Required<types::Audio> audio;
    Input<types::String> filename_prefix = "audio/ComfyUI";
    Input<Quality> quality = Quality::_128k;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveAudioOpus";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("filename_prefix", filename_prefix); to_("quality", quality);
    }
};

/// SaveGLB (3d)
/// An output node.
struct SaveGLB {
    Required<types::Mesh> mesh;
    Input<types::String> filename_prefix = "mesh/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveGLB";
    void write_to(NodeInputs& to_) const {
        to_("mesh", mesh); to_("filename_prefix", filename_prefix);
    }
};

/// Save Image (image)
/// An output node.
struct SaveImage {
    Required<types::Image> images;
    Input<types::String> filename_prefix = "ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveImage";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("filename_prefix", filename_prefix);
    }
};

/// SaveImageWebsocket (api/image)
/// An output node.
struct SaveImageWebsocket {
    Required<types::Image> images;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveImageWebsocket";
    void write_to(NodeInputs& to_) const {
        to_("images", images);
    }
};

/// SaveLatent (_for_testing)
/// An output node.
struct SaveLatent {
    Required<types::Latent> samples;
    Input<types::String> filename_prefix = "latents/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveLatent";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("filename_prefix", filename_prefix);
    }
};

/// Save LoRA Weights (loaders)
/// An output node.
/// Experimental: it may change.
struct SaveLoRANode {
    Required<types::LoraModel> lora;
    Input<types::String> prefix = "loras/ComfyUI_trained_lora";
    Optional<types::Int> steps{};
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveLoRANode";
    void write_to(NodeInputs& to_) const {
        to_("lora", lora); to_("prefix", prefix); to_("steps", steps);
    }
};

/// SaveSVGNode (image/save)
/// An output node.
struct SaveSVGNode {
    Required<types::Svg> svg;
    Input<types::String> filename_prefix = "svg/ComfyUI";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveSVGNode";
    void write_to(NodeInputs& to_) const {
        to_("svg", svg); to_("filename_prefix", filename_prefix);
    }
};

/// Save Video (image/video)
/// An output node.
struct SaveVideo {
    struct Format : Choice {
        enum Known {auto_, mp4};
        Format(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"auto", "mp4"};
    };
    struct Codec : Choice {
        enum Known {auto_, h264};
        Codec(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"auto", "h264"};
    };
    Required<types::Video> video;
    Input<types::String> filename_prefix = "video/ComfyUI";
    Input<Format> format = Format::auto_;
    Input<Codec> codec = Codec::auto_;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveVideo";
    void write_to(NodeInputs& to_) const {
        to_("video", video); to_("filename_prefix", filename_prefix); to_("format", format); to_("codec", codec);
    }
};

/// SaveWEBM (image/video)
/// An output node.
/// Experimental: it may change.
struct SaveWEBM {
    struct Codec : Choice {
        enum Known {vp9, av1};
        Codec(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"vp9", "av1"};
    };
    Required<types::Image> images;
    Input<types::String> filename_prefix = "ComfyUI";
    Required<Codec> codec;
    Input<types::Float> fps = 24.0;  ///< 0.01 to 1000.0, step 0.01
    Input<types::Float> crf = 32.0;  ///< 0 to 63.0
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "SaveWEBM";
    void write_to(NodeInputs& to_) const {
        to_("images", images); to_("filename_prefix", filename_prefix); to_("codec", codec); to_("fps", fps);
        to_("crf", crf);
    }
};

/// Self-Attention Guidance (_for_testing)
/// Experimental: it may change.
struct SelfAttentionGuidance {
    Required<types::Model> model;
    Input<types::Float> scale = 0.5;  ///< -2.0 to 5.0, step 0.01
    Input<types::Float> blur_sigma = 2.0;  ///< 0.0 to 10.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "SelfAttentionGuidance";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("scale", scale); to_("blur_sigma", blur_sigma);
    }
};

/// Set CLIP Hooks (advanced/hooks/clip)
/// Experimental: it may change.
struct SetClipHooks {
    Required<types::Clip> clip;
    Input<types::Boolean> apply_to_conds = true;
    Input<types::Boolean> schedule_clip = false;
    Optional<types::Hooks> hooks{};
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "SetClipHooks";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("apply_to_conds", apply_to_conds); to_("schedule_clip", schedule_clip);
        to_("hooks", hooks);
    }
};

/// SetFirstSigma (sampling/custom_sampling/sigmas)
struct SetFirstSigma {
    Required<types::Sigmas> sigmas;
    Input<types::Float> sigma = 136.0;  ///< 0.0 to 20000.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "SetFirstSigma";
    void write_to(NodeInputs& to_) const {
        to_("sigmas", sigmas); to_("sigma", sigma);
    }
};

/// Set Hook Keyframes (advanced/hooks/scheduling)
/// Experimental: it may change.
struct SetHookKeyframes {
    Required<types::Hooks> hooks;
    Optional<types::HookKeyframes> hook_kf{};
    struct Outputs : AddedNode {
        Output<types::Hooks> hooks{*this, 0};
    };
    static constexpr const char* kClassType = "SetHookKeyframes";
    void write_to(NodeInputs& to_) const {
        to_("hooks", hooks); to_("hook_kf", hook_kf);
    }
};

/// Set Latent Noise Mask (latent/inpaint)
struct SetLatentNoiseMask {
    Required<types::Latent> samples;
    Required<types::Mask> mask;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "SetLatentNoiseMask";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("mask", mask);
    }
};

/// SetUnionControlNetType (conditioning/controlnet)
struct SetUnionControlNetType {
    struct Type : Choice {
        enum Known {
            auto_, openpose, depth, hed_pidi_scribble_ted, canny_lineart_anime_lineart_mlsd, normal, segment, tile,
            repaint,
        };
        Type(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "auto", "openpose", "depth", "hed/pidi/scribble/ted", "canny/lineart/anime_lineart/mlsd", "normal",
            "segment", "tile", "repaint",
        };
    };
    Required<types::ControlNet> control_net;
    Required<Type> type;
    struct Outputs : AddedNode {
        Output<types::ControlNet> control_net{*this, 0};
    };
    static constexpr const char* kClassType = "SetUnionControlNetType";
    void write_to(NodeInputs& to_) const {
        to_("control_net", control_net); to_("type", type);
    }
};

/// SkipLayerGuidanceDiT (advanced/guidance)
/// Experimental: it may change.
struct SkipLayerGuidanceDiT {
    Required<types::Model> model;
    Input<types::String> double_layers = "7, 8, 9";
    Input<types::String> single_layers = "7, 8, 9";
    Input<types::Float> scale = 3.0;  ///< 0.0 to 10.0, step 0.1
    Input<types::Float> start_percent = 0.01;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 0.15;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> rescaling_scale = 0.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "SkipLayerGuidanceDiT";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("double_layers", double_layers); to_("single_layers", single_layers);
        to_("scale", scale); to_("start_percent", start_percent); to_("end_percent", end_percent);
        to_("rescaling_scale", rescaling_scale);
    }
};

/// SkipLayerGuidanceDiTSimple (advanced/guidance)
/// Experimental: it may change.
struct SkipLayerGuidanceDiTSimple {
    Required<types::Model> model;
    Input<types::String> double_layers = "7, 8, 9";
    Input<types::String> single_layers = "7, 8, 9";
    Input<types::Float> start_percent = 0.0;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 1.0;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "SkipLayerGuidanceDiTSimple";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("double_layers", double_layers); to_("single_layers", single_layers);
        to_("start_percent", start_percent); to_("end_percent", end_percent);
    }
};

/// SkipLayerGuidanceSD3 (advanced/guidance)
/// Experimental: it may change.
struct SkipLayerGuidanceSD3 {
    Required<types::Model> model;
    Input<types::String> layers = "7, 8, 9";
    Input<types::Float> scale = 3.0;  ///< 0.0 to 10.0, step 0.1
    Input<types::Float> start_percent = 0.01;  ///< 0.0 to 1.0, step 0.001
    Input<types::Float> end_percent = 0.15;  ///< 0.0 to 1.0, step 0.001
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "SkipLayerGuidanceSD3";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("layers", layers); to_("scale", scale); to_("start_percent", start_percent);
        to_("end_percent", end_percent);
    }
};

/// SolidMask (mask)
struct SolidMask {
    Input<types::Float> value = 1.0;  ///< 0.0 to 1.0, step 0.01
    Input<types::Int> width = 512;  ///< 1 to 16384
    Input<types::Int> height = 512;  ///< 1 to 16384
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "SolidMask";
    void write_to(NodeInputs& to_) const {
        to_("value", value); to_("width", width); to_("height", height);
    }
};

/// Split Audio Channels (audio)
struct SplitAudioChannels {
    Required<types::Audio> audio;
    struct Outputs : AddedNode {
        Output<types::Audio> left{*this, 0};
        Output<types::Audio> right{*this, 1};
    };
    static constexpr const char* kClassType = "SplitAudioChannels";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio);
    }
};

/// Split Image with Alpha (mask/compositing)
struct SplitImageWithAlpha {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
        Output<types::Mask> mask{*this, 1};
    };
    static constexpr const char* kClassType = "SplitImageWithAlpha";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// SplitSigmas (sampling/custom_sampling/sigmas)
struct SplitSigmas {
    Required<types::Sigmas> sigmas;
    Input<types::Int> step = 0;  ///< 0 to 10000
    struct Outputs : AddedNode {
        Output<types::Sigmas> high_sigmas{*this, 0};
        Output<types::Sigmas> low_sigmas{*this, 1};
    };
    static constexpr const char* kClassType = "SplitSigmas";
    void write_to(NodeInputs& to_) const {
        to_("sigmas", sigmas); to_("step", step);
    }
};

/// SplitSigmasDenoise (sampling/custom_sampling/sigmas)
struct SplitSigmasDenoise {
    Required<types::Sigmas> sigmas;
    Input<types::Float> denoise = 1.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Sigmas> high_sigmas{*this, 0};
        Output<types::Sigmas> low_sigmas{*this, 1};
    };
    static constexpr const char* kClassType = "SplitSigmasDenoise";
    void write_to(NodeInputs& to_) const {
        to_("sigmas", sigmas); to_("denoise", denoise);
    }
};

/// Stability AI Audio Inpaint (api node/audio/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityAudioInpaint {
    using Model = ::divan::nodes::StabilityAudioInpaintModel;
    Required<Model> model;
    Input<types::String> prompt = "";  ///< multiline
    Required<types::Audio> audio;
    Optional<types::Int> duration = 190;  ///< 1 to 190
    Optional<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::Int> steps = 8;  ///< 4 to 8
    Optional<types::Int> mask_start = 30;  ///< 0 to 190
    Optional<types::Int> mask_end = 190;  ///< 0 to 190
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityAudioInpaint";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("audio", audio); to_("duration", duration);
        to_("seed", seed); to_("steps", steps); to_("mask_start", mask_start); to_("mask_end", mask_end);
    }
};

/// Stability AI Audio To Audio (api node/audio/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityAudioToAudio {
    using Model = ::divan::nodes::StabilityAudioInpaintModel;
    Required<Model> model;
    Input<types::String> prompt = "";  ///< multiline
    Required<types::Audio> audio;
    Optional<types::Int> duration = 190;  ///< 1 to 190
    Optional<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::Int> steps = 8;  ///< 4 to 8
    Optional<types::Float> strength = 1.0;  ///< 0.01 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityAudioToAudio";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("audio", audio); to_("duration", duration);
        to_("seed", seed); to_("steps", steps); to_("strength", strength);
    }
};

/// Stability AI Stable Diffusion 3.5 Image (api node/image/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityStableImageSD_3_5Node {
    struct Model : Choice {
        enum Known {sd3_5_large, sd3_5_medium};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"sd3.5-large", "sd3.5-medium"};
    };
    using AspectRatio = ::divan::nodes::StabilityStableImageSD3_5NodeAspectRatio;
    using StylePreset = ::divan::nodes::StylePreset;
    Input<types::String> prompt = "";  ///< multiline
    Required<Model> model;
    Input<AspectRatio> aspect_ratio = AspectRatio::_1_1;
    Required<StylePreset> style_preset;
    Input<types::Float> cfg_scale = 4.0;  ///< 1.0 to 10.0, step 0.1
    Input<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::Image> image{};
    Optional<types::String> negative_prompt = "";
    Optional<types::Float> image_denoise = 0.5;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityStableImageSD_3_5Node";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("model", model); to_("aspect_ratio", aspect_ratio);
        to_("style_preset", style_preset); to_("cfg_scale", cfg_scale); to_("seed", seed); to_("image", image);
        to_("negative_prompt", negative_prompt); to_("image_denoise", image_denoise);
    }
};

/// Stability AI Stable Image Ultra (api node/image/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityStableImageUltraNode {
    using AspectRatio = ::divan::nodes::StabilityStableImageSD3_5NodeAspectRatio;
    using StylePreset = ::divan::nodes::StylePreset;
    Input<types::String> prompt = "";  ///< multiline
    Input<AspectRatio> aspect_ratio = AspectRatio::_1_1;
    Required<StylePreset> style_preset;
    Input<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::Image> image{};
    Optional<types::String> negative_prompt = "";
    Optional<types::Float> image_denoise = 0.5;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityStableImageUltraNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("style_preset", style_preset);
        to_("seed", seed); to_("image", image); to_("negative_prompt", negative_prompt);
        to_("image_denoise", image_denoise);
    }
};

/// Stability AI Text To Audio (api node/audio/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityTextToAudio {
    using Model = ::divan::nodes::StabilityAudioInpaintModel;
    Required<Model> model;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::Int> duration = 190;  ///< 1 to 190
    Optional<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::Int> steps = 8;  ///< 4 to 8
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityTextToAudio";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("duration", duration); to_("seed", seed);
        to_("steps", steps);
    }
};

/// Stability AI Upscale Conservative (api node/image/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityUpscaleConservativeNode {
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Float> creativity = 0.35;  ///< 0.2 to 0.5, step 0.01
    Input<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::String> negative_prompt = "";
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityUpscaleConservativeNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("creativity", creativity); to_("seed", seed);
        to_("negative_prompt", negative_prompt);
    }
};

/// Stability AI Upscale Creative (api node/image/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityUpscaleCreativeNode {
    using StylePreset = ::divan::nodes::StylePreset;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Input<types::Float> creativity = 0.3;  ///< 0.1 to 0.5, step 0.01
    Required<StylePreset> style_preset;
    Input<types::Int> seed = 0;  ///< 0 to 4294967294
    Optional<types::String> negative_prompt = "";
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityUpscaleCreativeNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("prompt", prompt); to_("creativity", creativity);
        to_("style_preset", style_preset); to_("seed", seed); to_("negative_prompt", negative_prompt);
    }
};

/// Stability AI Upscale Fast (api node/image/Stability AI)
/// Calls a paid service: the run needs a comfy.org key.
struct StabilityUpscaleFastNode {
    Required<types::Image> image;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "StabilityUpscaleFastNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image);
    }
};

/// StableCascade_EmptyLatentImage (latent/stable_cascade)
struct StableCascade_EmptyLatentImage {
    Input<types::Int> width = 1024;  ///< 256 to 16384, step 8
    Input<types::Int> height = 1024;  ///< 256 to 16384, step 8
    Input<types::Int> compression = 42;  ///< 4 to 128
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    struct Outputs : AddedNode {
        Output<types::Latent> stage_c{*this, 0};
        Output<types::Latent> stage_b{*this, 1};
    };
    static constexpr const char* kClassType = "StableCascade_EmptyLatentImage";
    void write_to(NodeInputs& to_) const {
        to_("width", width); to_("height", height); to_("compression", compression); to_("batch_size", batch_size);
    }
};

/// StableCascade_StageB_Conditioning (conditioning/stable_cascade)
struct StableCascade_StageB_Conditioning {
    Required<types::Conditioning> conditioning;
    Required<types::Latent> stage_c;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "StableCascade_StageB_Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("stage_c", stage_c);
    }
};

/// StableCascade_StageC_VAEEncode (latent/stable_cascade)
struct StableCascade_StageC_VAEEncode {
    Required<types::Image> image;
    Required<types::Vae> vae;
    Input<types::Int> compression = 42;  ///< 4 to 128
    struct Outputs : AddedNode {
        Output<types::Latent> stage_c{*this, 0};
        Output<types::Latent> stage_b{*this, 1};
    };
    static constexpr const char* kClassType = "StableCascade_StageC_VAEEncode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("vae", vae); to_("compression", compression);
    }
};

/// StableCascade_SuperResolutionControlnet (_for_testing/stable_cascade)
/// Experimental: it may change.
struct StableCascade_SuperResolutionControlnet {
    Required<types::Image> image;
    Required<types::Vae> vae;
    struct Outputs : AddedNode {
        Output<types::Image> controlnet_input{*this, 0};
        Output<types::Latent> stage_c{*this, 1};
        Output<types::Latent> stage_b{*this, 2};
    };
    static constexpr const char* kClassType = "StableCascade_SuperResolutionControlnet";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("vae", vae);
    }
};

/// StableZero123_Conditioning (conditioning/3d_models)
struct StableZero123_Conditioning {
    Required<types::ClipVision> clip_vision;
    Required<types::Image> init_image;
    Required<types::Vae> vae;
    Input<types::Int> width = 256;  ///< 16 to 16384, step 8
    Input<types::Int> height = 256;  ///< 16 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Float> elevation = 0.0;  ///< -180.0 to 180.0, step 0.1
    Input<types::Float> azimuth = 0.0;  ///< -180.0 to 180.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "StableZero123_Conditioning";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision", clip_vision); to_("init_image", init_image); to_("vae", vae); to_("width", width);
        to_("height", height); to_("batch_size", batch_size); to_("elevation", elevation); to_("azimuth", azimuth);
    }
};

/// StableZero123_Conditioning_Batched (conditioning/3d_models)
struct StableZero123_Conditioning_Batched {
    Required<types::ClipVision> clip_vision;
    Required<types::Image> init_image;
    Required<types::Vae> vae;
    Input<types::Int> width = 256;  ///< 16 to 16384, step 8
    Input<types::Int> height = 256;  ///< 16 to 16384, step 8
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Float> elevation = 0.0;  ///< -180.0 to 180.0, step 0.1
    Input<types::Float> azimuth = 0.0;  ///< -180.0 to 180.0, step 0.1
    Input<types::Float> elevation_batch_increment = 0.0;  ///< -180.0 to 180.0, step 0.1
    Input<types::Float> azimuth_batch_increment = 0.0;  ///< -180.0 to 180.0, step 0.1
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "StableZero123_Conditioning_Batched";
    void write_to(NodeInputs& to_) const {
        to_("clip_vision", clip_vision); to_("init_image", init_image); to_("vae", vae); to_("width", width);
        to_("height", height); to_("batch_size", batch_size); to_("elevation", elevation); to_("azimuth", azimuth);
        to_("elevation_batch_increment", elevation_batch_increment);
        to_("azimuth_batch_increment", azimuth_batch_increment);
    }
};

/// Compare (utils/string)
struct StringCompare {
    struct Mode : Choice {
        enum Known {Starts_With, Ends_With, Equal};
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"Starts With", "Ends With", "Equal"};
    };
    Required<types::String> string_a;  ///< multiline
    Required<types::String> string_b;  ///< multiline
    Required<Mode> mode;
    Input<types::Boolean> case_sensitive = true;
    struct Outputs : AddedNode {
        Output<types::Boolean> boolean{*this, 0};
    };
    static constexpr const char* kClassType = "StringCompare";
    void write_to(NodeInputs& to_) const {
        to_("string_a", string_a); to_("string_b", string_b); to_("mode", mode);
        to_("case_sensitive", case_sensitive);
    }
};

/// Concatenate (utils/string)
struct StringConcatenate {
    Required<types::String> string_a;  ///< multiline
    Required<types::String> string_b;  ///< multiline
    Input<types::String> delimiter = "";
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "StringConcatenate";
    void write_to(NodeInputs& to_) const {
        to_("string_a", string_a); to_("string_b", string_b); to_("delimiter", delimiter);
    }
};

/// Contains (utils/string)
struct StringContains {
    Required<types::String> string;  ///< multiline
    Required<types::String> substring;  ///< multiline
    Input<types::Boolean> case_sensitive = true;
    struct Outputs : AddedNode {
        Output<types::Boolean> contains{*this, 0};
    };
    static constexpr const char* kClassType = "StringContains";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("substring", substring); to_("case_sensitive", case_sensitive);
    }
};

/// Length (utils/string)
struct StringLength {
    Required<types::String> string;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::Int> length{*this, 0};
    };
    static constexpr const char* kClassType = "StringLength";
    void write_to(NodeInputs& to_) const {
        to_("string", string);
    }
};

/// Replace (utils/string)
struct StringReplace {
    Required<types::String> string;  ///< multiline
    Required<types::String> find;  ///< multiline
    Required<types::String> replace;  ///< multiline
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "StringReplace";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("find", find); to_("replace", replace);
    }
};

/// Substring (utils/string)
struct StringSubstring {
    Required<types::String> string;  ///< multiline
    Required<types::Int> start;
    Required<types::Int> end;
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "StringSubstring";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("start", start); to_("end", end);
    }
};

/// Trim (utils/string)
struct StringTrim {
    struct Mode : Choice {
        enum Known {Both, Left, Right};
        Mode(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"Both", "Left", "Right"};
    };
    Required<types::String> string;  ///< multiline
    Required<Mode> mode;
    struct Outputs : AddedNode {
        Output<types::String> string{*this, 0};
    };
    static constexpr const char* kClassType = "StringTrim";
    void write_to(NodeInputs& to_) const {
        to_("string", string); to_("mode", mode);
    }
};

/// Apply Style Model (conditioning/style_model)
struct StyleModelApply {
    struct StrengthType : Choice {
        enum Known {multiply, attn_bias};
        StrengthType(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"multiply", "attn_bias"};
    };
    Required<types::Conditioning> conditioning;
    Required<types::StyleModel> style_model;
    Required<types::ClipVisionOutput> clip_vision_output;
    Input<types::Float> strength = 1.0;  ///< 0.0 to 10.0, step 0.001
    Required<StrengthType> strength_type;
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "StyleModelApply";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("style_model", style_model);
        to_("clip_vision_output", clip_vision_output); to_("strength", strength);
        to_("strength_type", strength_type);
    }
};

/// Load Style Model (loaders)
struct StyleModelLoader {
    Required<types::Combo> style_model_name;
    struct Outputs : AddedNode {
        Output<types::StyleModel> style_model{*this, 0};
    };
    static constexpr const char* kClassType = "StyleModelLoader";
    void write_to(NodeInputs& to_) const {
        to_("style_model_name", style_model_name);
    }
};

/// T5TokenizerOptions (_for_testing/conditioning)
/// Experimental: it may change.
struct T5TokenizerOptions {
    Required<types::Clip> clip;
    Input<types::Int> min_padding = 0;  ///< 0 to 10000
    Input<types::Int> min_length = 0;  ///< 0 to 10000
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "T5TokenizerOptions";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("min_padding", min_padding); to_("min_length", min_length);
    }
};

/// Tangential Damping CFG (advanced/guidance)
struct TCFG {
    Required<types::Model> model;
    struct Outputs : AddedNode {
        Output<types::Model> patched_model{*this, 0};
    };
    static constexpr const char* kClassType = "TCFG";
    void write_to(NodeInputs& to_) const {
        to_("model", model);
    }
};

/// TextEncodeAceStepAudio (conditioning)
struct TextEncodeAceStepAudio {
    Required<types::Clip> clip;
    Required<types::String> tags;  ///< multiline
    Required<types::String> lyrics;  ///< multiline
    Input<types::Float> lyrics_strength = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "TextEncodeAceStepAudio";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("tags", tags); to_("lyrics", lyrics); to_("lyrics_strength", lyrics_strength);
    }
};

/// TextEncodeHunyuanVideo_ImageToVideo (advanced/conditioning)
struct TextEncodeHunyuanVideo_ImageToVideo {
    Required<types::Clip> clip;
    Required<types::ClipVisionOutput> clip_vision_output;
    Required<types::String> prompt;  ///< multiline
    Input<types::Int> image_interleave = 2;  ///< 1 to 512
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "TextEncodeHunyuanVideo_ImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("clip_vision_output", clip_vision_output); to_("prompt", prompt);
        to_("image_interleave", image_interleave);
    }
};

/// TextEncodeQwenImageEdit (advanced/conditioning)
struct TextEncodeQwenImageEdit {
    Required<types::Clip> clip;
    Required<types::String> prompt;  ///< multiline
    Optional<types::Vae> vae{};
    Optional<types::Image> image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "TextEncodeQwenImageEdit";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("prompt", prompt); to_("vae", vae); to_("image", image);
    }
};

/// TextEncodeQwenImageEditPlus (advanced/conditioning)
struct TextEncodeQwenImageEditPlus {
    Required<types::Clip> clip;
    Required<types::String> prompt;  ///< multiline
    Optional<types::Vae> vae{};
    Optional<types::Image> image1{};
    Optional<types::Image> image2{};
    Optional<types::Image> image3{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "TextEncodeQwenImageEditPlus";
    void write_to(NodeInputs& to_) const {
        to_("clip", clip); to_("prompt", prompt); to_("vae", vae); to_("image1", image1); to_("image2", image2);
        to_("image3", image3);
    }
};

/// ThresholdMask (mask)
struct ThresholdMask {
    Required<types::Mask> mask;
    Input<types::Float> value = 0.5;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Mask> mask{*this, 0};
    };
    static constexpr const char* kClassType = "ThresholdMask";
    void write_to(NodeInputs& to_) const {
        to_("mask", mask); to_("value", value);
    }
};

/// TomePatchModel (model_patches/unet)
struct TomePatchModel {
    Required<types::Model> model;
    Input<types::Float> ratio = 0.3;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "TomePatchModel";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("ratio", ratio);
    }
};

/// TorchCompileModel (_for_testing)
/// Experimental: it may change.
struct TorchCompileModel {
    struct Backend : Choice {
        enum Known {inductor, cudagraphs};
        Backend(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"inductor", "cudagraphs"};
    };
    Required<types::Model> model;
    Required<Backend> backend;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "TorchCompileModel";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("backend", backend);
    }
};

/// Train LoRA (training)
/// Experimental: it may change.
struct TrainLoraNode {
    struct Optimizer : Choice {
        enum Known {AdamW, Adam, SGD, RMSprop};
        Optimizer(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"AdamW", "Adam", "SGD", "RMSprop"};
    };
    struct LossFunction : Choice {
        enum Known {MSE, L1, Huber, SmoothL1};
        LossFunction(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"MSE", "L1", "Huber", "SmoothL1"};
    };
    struct TrainingDtype : Choice {
        enum Known {bf16, fp32};
        TrainingDtype(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bf16", "fp32"};
    };
    struct LoraDtype : Choice {
        enum Known {bf16, fp32};
        LoraDtype(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"bf16", "fp32"};
    };
    struct Algorithm : Choice {
        enum Known {LoRA, LoHa, LoKr, OFT};
        Algorithm(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"LoRA", "LoHa", "LoKr", "OFT"};
    };
    Required<types::Model> model;
    Required<types::Latent> latents;
    Required<types::Conditioning> positive;
    Input<types::Int> batch_size = 1;  ///< 1 to 10000
    Input<types::Int> grad_accumulation_steps = 1;  ///< 1 to 1024
    Input<types::Int> steps = 16;  ///< 1 to 100000
    Input<types::Float> learning_rate = 0.0005;  ///< 1e-07 to 1.0, step 1e-06
    Input<types::Int> rank = 8;  ///< 1 to 128
    Input<Optimizer> optimizer = Optimizer::AdamW;
    Input<LossFunction> loss_function = LossFunction::MSE;
    Input<types::Int> seed = 0;  ///< 0 to 18446744073709551615
    Input<TrainingDtype> training_dtype = TrainingDtype::bf16;
    Input<LoraDtype> lora_dtype = LoraDtype::bf16;
    Input<Algorithm> algorithm = Algorithm::LoRA;
    Input<types::Boolean> gradient_checkpointing = true;
    Input<types::Combo> existing_lora = "[None]";  ///< "[None]"
    struct Outputs : AddedNode {
        Output<types::Model> model_with_lora{*this, 0};
        Output<types::LoraModel> lora{*this, 1};
        Output<types::LossMap> loss{*this, 2};
        Output<types::Int> steps{*this, 3};
    };
    static constexpr const char* kClassType = "TrainLoraNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("latents", latents); to_("positive", positive); to_("batch_size", batch_size);
        to_("grad_accumulation_steps", grad_accumulation_steps); to_("steps", steps);
        to_("learning_rate", learning_rate); to_("rank", rank); to_("optimizer", optimizer);
        to_("loss_function", loss_function); to_("seed", seed); to_("training_dtype", training_dtype);
        to_("lora_dtype", lora_dtype); to_("algorithm", algorithm);
        to_("gradient_checkpointing", gradient_checkpointing); to_("existing_lora", existing_lora);
    }
};

/// Trim Audio Duration (audio)
struct TrimAudioDuration {
    Required<types::Audio> audio;
    Input<types::Float> start_index = 0.0;  ///< -18446744073709551615 to 18446744073709551615, step 0.01
    Input<types::Float> duration = 60.0;  ///< at least 0.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "TrimAudioDuration";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("start_index", start_index); to_("duration", duration);
    }
};

/// TrimVideoLatent (latent/video)
struct TrimVideoLatent {
    Required<types::Latent> samples;
    Input<types::Int> trim_amount = 0;  ///< 0 to 99999
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "TrimVideoLatent";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("trim_amount", trim_amount);
    }
};

/// TripleCLIPLoader (advanced/loaders)
struct TripleCLIPLoader {
    Required<types::Combo> clip_name1;
    Required<types::Combo> clip_name2;
    Required<types::Combo> clip_name3;
    struct Outputs : AddedNode {
        Output<types::Clip> clip{*this, 0};
    };
    static constexpr const char* kClassType = "TripleCLIPLoader";
    void write_to(NodeInputs& to_) const {
        to_("clip_name1", clip_name1); to_("clip_name2", clip_name2); to_("clip_name3", clip_name3);
    }
};

/// Tripo: Convert model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoConversionNode {
    struct Format : Choice {
        enum Known {GLTF, USDZ, FBX, OBJ, STL, _3MF};
        Format(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"GLTF", "USDZ", "FBX", "OBJ", "STL", "3MF"};
    };
    struct TextureFormat : Choice {
        enum Known {BMP, DPX, HDR, JPEG, OPEN_EXR, PNG, TARGA, TIFF, WEBP};
        TextureFormat(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "BMP", "DPX", "HDR", "JPEG", "OPEN_EXR", "PNG", "TARGA", "TIFF", "WEBP",
        };
    };
    Required<OneOf<types::ModelTaskId, types::RigTaskId, types::RetargetTaskId>> original_model_task_id;
    Required<Format> format;
    Optional<types::Boolean> quad = false;
    Optional<types::Int> face_limit = -1;  ///< -1 to 500000
    Optional<types::Int> texture_size = 4096;  ///< 128 to 4096
    Optional<TextureFormat> texture_format = TextureFormat::JPEG;
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "TripoConversionNode";
    void write_to(NodeInputs& to_) const {
        to_("original_model_task_id", original_model_task_id); to_("format", format); to_("quad", quad);
        to_("face_limit", face_limit); to_("texture_size", texture_size); to_("texture_format", texture_format);
    }
};

/// Tripo: Image to Model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoImageToModelNode {
    using ModelVersion = ::divan::nodes::ModelVersion;
    using Style = ::divan::nodes::TripoImageToModelNodeStyle;
    using Orientation = ::divan::nodes::Orientation;
    using TextureQuality = ::divan::nodes::TextureQuality;
    using TextureAlignment = ::divan::nodes::TextureAlignment;
    Required<types::Image> image;
    Optional<ModelVersion> model_version{};
    Optional<Style> style = Style::None;
    Optional<types::Boolean> texture = true;
    Optional<types::Boolean> pbr = true;
    Optional<types::Int> model_seed = 42;
    Optional<Orientation> orientation = Orientation::default_;
    Optional<types::Int> texture_seed = 42;
    Optional<TextureQuality> texture_quality = TextureQuality::standard;
    Optional<TextureAlignment> texture_alignment = TextureAlignment::original_image;
    Optional<types::Int> face_limit = -1;  ///< -1 to 500000
    Optional<types::Boolean> quad = false;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::ModelTaskId> model_task_id{*this, 1};  ///< "model task_id"
    };
    static constexpr const char* kClassType = "TripoImageToModelNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("model_version", model_version); to_("style", style); to_("texture", texture);
        to_("pbr", pbr); to_("model_seed", model_seed); to_("orientation", orientation);
        to_("texture_seed", texture_seed); to_("texture_quality", texture_quality);
        to_("texture_alignment", texture_alignment); to_("face_limit", face_limit); to_("quad", quad);
    }
};

/// Tripo: Multiview to Model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoMultiviewToModelNode {
    using ModelVersion = ::divan::nodes::ModelVersion;
    using Orientation = ::divan::nodes::Orientation;
    using TextureQuality = ::divan::nodes::TextureQuality;
    using TextureAlignment = ::divan::nodes::TextureAlignment;
    Required<types::Image> image;
    Optional<types::Image> image_left{};
    Optional<types::Image> image_back{};
    Optional<types::Image> image_right{};
    Optional<ModelVersion> model_version{};
    Optional<Orientation> orientation = Orientation::default_;
    Optional<types::Boolean> texture = true;
    Optional<types::Boolean> pbr = true;
    Optional<types::Int> model_seed = 42;
    Optional<types::Int> texture_seed = 42;
    Optional<TextureQuality> texture_quality = TextureQuality::standard;
    Optional<TextureAlignment> texture_alignment = TextureAlignment::original_image;
    Optional<types::Int> face_limit = -1;  ///< -1 to 500000
    Optional<types::Boolean> quad = false;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::ModelTaskId> model_task_id{*this, 1};  ///< "model task_id"
    };
    static constexpr const char* kClassType = "TripoMultiviewToModelNode";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("image_left", image_left); to_("image_back", image_back);
        to_("image_right", image_right); to_("model_version", model_version); to_("orientation", orientation);
        to_("texture", texture); to_("pbr", pbr); to_("model_seed", model_seed); to_("texture_seed", texture_seed);
        to_("texture_quality", texture_quality); to_("texture_alignment", texture_alignment);
        to_("face_limit", face_limit); to_("quad", quad);
    }
};

/// Tripo: Refine Draft model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoRefineNode {
    Required<types::ModelTaskId> model_task_id;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::ModelTaskId> model_task_id{*this, 1};  ///< "model task_id"
    };
    static constexpr const char* kClassType = "TripoRefineNode";
    void write_to(NodeInputs& to_) const {
        to_("model_task_id", model_task_id);
    }
};

/// Tripo: Retarget rigged model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoRetargetNode {
    struct Animation : Choice {
        enum Known {
            preset_idle, preset_walk, preset_climb, preset_jump, preset_slash, preset_shoot, preset_hurt,
            preset_fall, preset_turn,
        };
        Animation(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "preset:idle", "preset:walk", "preset:climb", "preset:jump", "preset:slash", "preset:shoot",
            "preset:hurt", "preset:fall", "preset:turn",
        };
    };
    Required<types::RigTaskId> original_model_task_id;
    Required<Animation> animation;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::RetargetTaskId> retarget_task_id{*this, 1};  ///< "retarget task_id"
    };
    static constexpr const char* kClassType = "TripoRetargetNode";
    void write_to(NodeInputs& to_) const {
        to_("original_model_task_id", original_model_task_id); to_("animation", animation);
    }
};

/// Tripo: Rig model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoRigNode {
    Required<types::ModelTaskId> original_model_task_id;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::RigTaskId> rig_task_id{*this, 1};  ///< "rig task_id"
    };
    static constexpr const char* kClassType = "TripoRigNode";
    void write_to(NodeInputs& to_) const {
        to_("original_model_task_id", original_model_task_id);
    }
};

/// Tripo: Text to Model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoTextToModelNode {
    using ModelVersion = ::divan::nodes::ModelVersion;
    using Style = ::divan::nodes::TripoImageToModelNodeStyle;
    using TextureQuality = ::divan::nodes::TextureQuality;
    Required<types::String> prompt;  ///< multiline
    Optional<types::String> negative_prompt{};  ///< multiline
    Optional<ModelVersion> model_version = ModelVersion::v2_5_20250123;
    Optional<Style> style = Style::None;
    Optional<types::Boolean> texture = true;
    Optional<types::Boolean> pbr = true;
    Optional<types::Int> image_seed = 42;
    Optional<types::Int> model_seed = 42;
    Optional<types::Int> texture_seed = 42;
    Optional<TextureQuality> texture_quality = TextureQuality::standard;
    Optional<types::Int> face_limit = -1;  ///< -1 to 500000
    Optional<types::Boolean> quad = false;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::ModelTaskId> model_task_id{*this, 1};  ///< "model task_id"
    };
    static constexpr const char* kClassType = "TripoTextToModelNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("model_version", model_version);
        to_("style", style); to_("texture", texture); to_("pbr", pbr); to_("image_seed", image_seed);
        to_("model_seed", model_seed); to_("texture_seed", texture_seed); to_("texture_quality", texture_quality);
        to_("face_limit", face_limit); to_("quad", quad);
    }
};

/// Tripo: Texture model (api node/3d/Tripo)
/// An output node.
/// Calls a paid service: the run needs a comfy.org key.
struct TripoTextureNode {
    using TextureQuality = ::divan::nodes::TextureQuality;
    using TextureAlignment = ::divan::nodes::TextureAlignment;
    Required<types::ModelTaskId> model_task_id;
    Optional<types::Boolean> texture = true;
    Optional<types::Boolean> pbr = true;
    Optional<types::Int> texture_seed = 42;
    Optional<TextureQuality> texture_quality = TextureQuality::standard;
    Optional<TextureAlignment> texture_alignment = TextureAlignment::original_image;
    struct Outputs : AddedNode {
        Output<types::String> model_file{*this, 0};
        Output<types::ModelTaskId> model_task_id{*this, 1};  ///< "model task_id"
    };
    static constexpr const char* kClassType = "TripoTextureNode";
    void write_to(NodeInputs& to_) const {
        to_("model_task_id", model_task_id); to_("texture", texture); to_("pbr", pbr);
        to_("texture_seed", texture_seed); to_("texture_quality", texture_quality);
        to_("texture_alignment", texture_alignment);
    }
};

/// Load Diffusion Model (advanced/loaders)
struct UNETLoader {
    struct WeightDtype : Choice {
        enum Known {default_, fp8_e4m3fn, fp8_e4m3fn_fast, fp8_e5m2};
        WeightDtype(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"default", "fp8_e4m3fn", "fp8_e4m3fn_fast", "fp8_e5m2"};
    };
    Required<types::Combo> unet_name;
    Required<WeightDtype> weight_dtype;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "UNETLoader";
    void write_to(NodeInputs& to_) const {
        to_("unet_name", unet_name); to_("weight_dtype", weight_dtype);
    }
};

/// UNetCrossAttentionMultiply (_for_testing/attention_experiments)
/// Experimental: it may change.
struct UNetCrossAttentionMultiply {
    Required<types::Model> model;
    Input<types::Float> q = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> k = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> v = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> out = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "UNetCrossAttentionMultiply";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("q", q); to_("k", k); to_("v", v); to_("out", out);
    }
};

/// UNetSelfAttentionMultiply (_for_testing/attention_experiments)
/// Experimental: it may change.
struct UNetSelfAttentionMultiply {
    Required<types::Model> model;
    Input<types::Float> q = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> k = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> v = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> out = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "UNetSelfAttentionMultiply";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("q", q); to_("k", k); to_("v", v); to_("out", out);
    }
};

/// UNetTemporalAttentionMultiply (_for_testing/attention_experiments)
/// Experimental: it may change.
struct UNetTemporalAttentionMultiply {
    Required<types::Model> model;
    Input<types::Float> self_structural = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> self_temporal = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> cross_structural = 1.0;  ///< 0.0 to 10.0, step 0.01
    Input<types::Float> cross_temporal = 1.0;  ///< 0.0 to 10.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "UNetTemporalAttentionMultiply";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("self_structural", self_structural); to_("self_temporal", self_temporal);
        to_("cross_structural", cross_structural); to_("cross_temporal", cross_temporal);
    }
};

/// USOStyleReference (advanced/model_patches/flux)
/// Experimental: it may change.
struct USOStyleReference {
    Required<types::Model> model;
    Required<types::ModelPatch> model_patch;
    Required<types::ClipVisionOutput> clip_vision_output;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "USOStyleReference";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("model_patch", model_patch); to_("clip_vision_output", clip_vision_output);
    }
};

/// Load Upscale Model (loaders)
struct UpscaleModelLoader {
    Required<types::Combo> model_name;
    struct Outputs : AddedNode {
        Output<types::UpscaleModel> upscale_model{*this, 0};
    };
    static constexpr const char* kClassType = "UpscaleModelLoader";
    void write_to(NodeInputs& to_) const {
        to_("model_name", model_name);
    }
};

/// VAE Decode (latent)
struct VAEDecode {
    Required<types::Latent> samples;
    Required<types::Vae> vae;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "VAEDecode";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("vae", vae);
    }
};

/// VAE Decode Audio (latent/audio)
struct VAEDecodeAudio {
    Required<types::Latent> samples;
    Required<types::Vae> vae;
    struct Outputs : AddedNode {
        Output<types::Audio> audio{*this, 0};
    };
    static constexpr const char* kClassType = "VAEDecodeAudio";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("vae", vae);
    }
};

/// VAEDecodeHunyuan3D (latent/3d)
struct VAEDecodeHunyuan3D {
    Required<types::Latent> samples;
    Required<types::Vae> vae;
    Input<types::Int> num_chunks = 8000;  ///< 1000 to 500000
    Input<types::Int> octree_resolution = 256;  ///< 16 to 512
    struct Outputs : AddedNode {
        Output<types::Voxel> voxel{*this, 0};
    };
    static constexpr const char* kClassType = "VAEDecodeHunyuan3D";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("vae", vae); to_("num_chunks", num_chunks);
        to_("octree_resolution", octree_resolution);
    }
};

/// VAE Decode (Tiled) (_for_testing)
struct VAEDecodeTiled {
    Required<types::Latent> samples;
    Required<types::Vae> vae;
    Input<types::Int> tile_size = 512;  ///< 64 to 4096, step 32
    Input<types::Int> overlap = 64;  ///< 0 to 4096, step 32
    Input<types::Int> temporal_size = 64;  ///< 8 to 4096, step 4
    Input<types::Int> temporal_overlap = 8;  ///< 4 to 4096, step 4
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "VAEDecodeTiled";
    void write_to(NodeInputs& to_) const {
        to_("samples", samples); to_("vae", vae); to_("tile_size", tile_size); to_("overlap", overlap);
        to_("temporal_size", temporal_size); to_("temporal_overlap", temporal_overlap);
    }
};

/// VAE Encode (latent)
struct VAEEncode {
    Required<types::Image> pixels;
    Required<types::Vae> vae;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "VAEEncode";
    void write_to(NodeInputs& to_) const {
        to_("pixels", pixels); to_("vae", vae);
    }
};

/// VAE Encode Audio (latent/audio)
struct VAEEncodeAudio {
    Required<types::Audio> audio;
    Required<types::Vae> vae;
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "VAEEncodeAudio";
    void write_to(NodeInputs& to_) const {
        to_("audio", audio); to_("vae", vae);
    }
};

/// VAE Encode (for Inpainting) (latent/inpaint)
struct VAEEncodeForInpaint {
    Required<types::Image> pixels;
    Required<types::Vae> vae;
    Required<types::Mask> mask;
    Input<types::Int> grow_mask_by = 6;  ///< 0 to 64
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "VAEEncodeForInpaint";
    void write_to(NodeInputs& to_) const {
        to_("pixels", pixels); to_("vae", vae); to_("mask", mask); to_("grow_mask_by", grow_mask_by);
    }
};

/// VAE Encode (Tiled) (_for_testing)
struct VAEEncodeTiled {
    Required<types::Image> pixels;
    Required<types::Vae> vae;
    Input<types::Int> tile_size = 512;  ///< 64 to 4096, step 64
    Input<types::Int> overlap = 64;  ///< 0 to 4096, step 32
    Input<types::Int> temporal_size = 64;  ///< 8 to 4096, step 4
    Input<types::Int> temporal_overlap = 8;  ///< 4 to 4096, step 4
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "VAEEncodeTiled";
    void write_to(NodeInputs& to_) const {
        to_("pixels", pixels); to_("vae", vae); to_("tile_size", tile_size); to_("overlap", overlap);
        to_("temporal_size", temporal_size); to_("temporal_overlap", temporal_overlap);
    }
};

/// Load VAE (loaders)
struct VAELoader {
    Required<types::Combo> vae_name;  ///< "pixel_space"
    struct Outputs : AddedNode {
        Output<types::Vae> vae{*this, 0};
    };
    static constexpr const char* kClassType = "VAELoader";
    void write_to(NodeInputs& to_) const {
        to_("vae_name", vae_name);
    }
};

/// VAESave (advanced/model_merging)
/// An output node.
struct VAESave {
    Required<types::Vae> vae;
    Input<types::String> filename_prefix = "vae/ComfyUI_vae";
    struct Outputs : AddedNode {};
    static constexpr const char* kClassType = "VAESave";
    void write_to(NodeInputs& to_) const {
        to_("vae", vae); to_("filename_prefix", filename_prefix);
    }
};

/// VPScheduler (sampling/custom_sampling/schedulers)
struct VPScheduler {
    Input<types::Int> steps = 20;  ///< 1 to 10000
    Input<types::Float> beta_d = 19.9;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> beta_min = 0.1;  ///< 0.0 to 5000.0, step 0.01
    Input<types::Float> eps_s = 0.001;  ///< 0.0 to 1.0, step 0.0001
    struct Outputs : AddedNode {
        Output<types::Sigmas> sigmas{*this, 0};
    };
    static constexpr const char* kClassType = "VPScheduler";
    void write_to(NodeInputs& to_) const {
        to_("steps", steps); to_("beta_d", beta_d); to_("beta_min", beta_min); to_("eps_s", eps_s);
    }
};

/// Google Veo 3 Video Generation (api node/video/Veo)
/// Calls a paid service: the run needs a comfy.org key.
struct Veo3VideoGenerationNode {
    using AspectRatio = ::divan::nodes::Veo3VideoGenerationNodeAspectRatio;
    using PersonGeneration = ::divan::nodes::PersonGeneration;
    struct Model : Choice {
        enum Known {veo_3_0_generate_001, veo_3_0_fast_generate_001};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"veo-3.0-generate-001", "veo-3.0-fast-generate-001"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> duration_seconds = 8;  ///< 8 to 8
    Optional<types::Boolean> enhance_prompt = true;
    Optional<PersonGeneration> person_generation = PersonGeneration::ALLOW;
    Optional<types::Int> seed = 0;  ///< 0 to 4294967295
    Optional<types::Image> image{};
    Optional<Model> model = Model::veo_3_0_generate_001;
    Optional<types::Boolean> generate_audio = false;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "Veo3VideoGenerationNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("negative_prompt", negative_prompt);
        to_("duration_seconds", duration_seconds); to_("enhance_prompt", enhance_prompt);
        to_("person_generation", person_generation); to_("seed", seed); to_("image", image); to_("model", model);
        to_("generate_audio", generate_audio);
    }
};

/// Google Veo 2 Video Generation (api node/video/Veo)
/// Calls a paid service: the run needs a comfy.org key.
struct VeoVideoGenerationNode {
    using AspectRatio = ::divan::nodes::Veo3VideoGenerationNodeAspectRatio;
    using PersonGeneration = ::divan::nodes::PersonGeneration;
    struct Model : Choice {
        enum Known {veo_2_0_generate_001};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"veo-2.0-generate-001"};
    };
    Input<types::String> prompt = "";  ///< multiline
    Input<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> duration_seconds = 5;  ///< 5 to 8
    Optional<types::Boolean> enhance_prompt = true;
    Optional<PersonGeneration> person_generation = PersonGeneration::ALLOW;
    Optional<types::Int> seed = 0;  ///< 0 to 4294967295
    Optional<types::Image> image{};
    Optional<Model> model = Model::veo_2_0_generate_001;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "VeoVideoGenerationNode";
    void write_to(NodeInputs& to_) const {
        to_("prompt", prompt); to_("aspect_ratio", aspect_ratio); to_("negative_prompt", negative_prompt);
        to_("duration_seconds", duration_seconds); to_("enhance_prompt", enhance_prompt);
        to_("person_generation", person_generation); to_("seed", seed); to_("image", image); to_("model", model);
    }
};

/// VideoLinearCFGGuidance (sampling/video_models)
struct VideoLinearCFGGuidance {
    Required<types::Model> model;
    Input<types::Float> min_cfg = 1.0;  ///< 0.0 to 100.0, step 0.5
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "VideoLinearCFGGuidance";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("min_cfg", min_cfg);
    }
};

/// VideoTriangleCFGGuidance (sampling/video_models)
struct VideoTriangleCFGGuidance {
    Required<types::Model> model;
    Input<types::Float> min_cfg = 1.0;  ///< 0.0 to 100.0, step 0.5
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "VideoTriangleCFGGuidance";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("min_cfg", min_cfg);
    }
};

/// Vidu Image To Video Generation (api node/video/Vidu)
/// Calls a paid service: the run needs a comfy.org key.
struct ViduImageToVideoNode {
    using Model = ::divan::nodes::ViduImageToVideoNodeModel;
    using Resolution = ::divan::nodes::ViduImageToVideoNodeResolution;
    using MovementAmplitude = ::divan::nodes::MovementAmplitude;
    Input<Model> model = Model::viduq1;
    Required<types::Image> image;
    Optional<types::String> prompt = "";  ///< multiline
    Optional<types::Int> duration = 5;  ///< 5 to 5
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<Resolution> resolution = Resolution::_1080p;
    Optional<MovementAmplitude> movement_amplitude = MovementAmplitude::auto_;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ViduImageToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("image", image); to_("prompt", prompt); to_("duration", duration);
        to_("seed", seed); to_("resolution", resolution); to_("movement_amplitude", movement_amplitude);
    }
};

/// Vidu Reference To Video Generation (api node/video/Vidu)
/// Calls a paid service: the run needs a comfy.org key.
struct ViduReferenceVideoNode {
    using Model = ::divan::nodes::ViduImageToVideoNodeModel;
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    using Resolution = ::divan::nodes::ViduImageToVideoNodeResolution;
    using MovementAmplitude = ::divan::nodes::MovementAmplitude;
    Input<Model> model = Model::viduq1;
    Required<types::Image> images;
    Required<types::String> prompt;  ///< multiline
    Optional<types::Int> duration = 5;  ///< 5 to 5
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Optional<Resolution> resolution = Resolution::_1080p;
    Optional<MovementAmplitude> movement_amplitude = MovementAmplitude::auto_;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ViduReferenceVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("images", images); to_("prompt", prompt); to_("duration", duration);
        to_("seed", seed); to_("aspect_ratio", aspect_ratio); to_("resolution", resolution);
        to_("movement_amplitude", movement_amplitude);
    }
};

/// Vidu Start End To Video Generation (api node/video/Vidu)
/// Calls a paid service: the run needs a comfy.org key.
struct ViduStartEndToVideoNode {
    using Model = ::divan::nodes::ViduImageToVideoNodeModel;
    using Resolution = ::divan::nodes::ViduImageToVideoNodeResolution;
    using MovementAmplitude = ::divan::nodes::MovementAmplitude;
    Input<Model> model = Model::viduq1;
    Required<types::Image> first_frame;
    Required<types::Image> end_frame;
    Optional<types::String> prompt{};  ///< multiline
    Optional<types::Int> duration = 5;  ///< 5 to 5
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<Resolution> resolution = Resolution::_1080p;
    Optional<MovementAmplitude> movement_amplitude = MovementAmplitude::auto_;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ViduStartEndToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("first_frame", first_frame); to_("end_frame", end_frame); to_("prompt", prompt);
        to_("duration", duration); to_("seed", seed); to_("resolution", resolution);
        to_("movement_amplitude", movement_amplitude);
    }
};

/// Vidu Text To Video Generation (api node/video/Vidu)
/// Calls a paid service: the run needs a comfy.org key.
struct ViduTextToVideoNode {
    using Model = ::divan::nodes::ViduImageToVideoNodeModel;
    using AspectRatio = ::divan::nodes::KlingCameraControlI2VNodeAspectRatio;
    using Resolution = ::divan::nodes::ViduImageToVideoNodeResolution;
    using MovementAmplitude = ::divan::nodes::MovementAmplitude;
    Input<Model> model = Model::viduq1;
    Required<types::String> prompt;  ///< multiline
    Optional<types::Int> duration = 5;  ///< 5 to 5
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<AspectRatio> aspect_ratio = AspectRatio::_16_9;
    Optional<Resolution> resolution = Resolution::_1080p;
    Optional<MovementAmplitude> movement_amplitude = MovementAmplitude::auto_;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "ViduTextToVideoNode";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("duration", duration); to_("seed", seed);
        to_("aspect_ratio", aspect_ratio); to_("resolution", resolution);
        to_("movement_amplitude", movement_amplitude);
    }
};

/// VoxelToMesh (3d)
struct VoxelToMesh {
    struct Algorithm : Choice {
        enum Known {surface_net, basic};
        Algorithm(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"surface net", "basic"};
    };
    Required<types::Voxel> voxel;
    Required<Algorithm> algorithm;
    Input<types::Float> threshold = 0.6;  ///< -1.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Mesh> mesh{*this, 0};
    };
    static constexpr const char* kClassType = "VoxelToMesh";
    void write_to(NodeInputs& to_) const {
        to_("voxel", voxel); to_("algorithm", algorithm); to_("threshold", threshold);
    }
};

/// VoxelToMeshBasic (3d)
struct VoxelToMeshBasic {
    Required<types::Voxel> voxel;
    Input<types::Float> threshold = 0.6;  ///< -1.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Mesh> mesh{*this, 0};
    };
    static constexpr const char* kClassType = "VoxelToMeshBasic";
    void write_to(NodeInputs& to_) const {
        to_("voxel", voxel); to_("threshold", threshold);
    }
};

/// Wan22FunControlToVideo (conditioning/video_models)
struct Wan22FunControlToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::Image> ref_image{};
    Optional<types::Image> control_video{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "Wan22FunControlToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size); to_("ref_image", ref_image);
        to_("control_video", control_video);
    }
};

/// Wan22ImageToVideoLatent (conditioning/inpaint)
struct Wan22ImageToVideoLatent {
    Required<types::Vae> vae;
    Input<types::Int> width = 1280;  ///< 32 to 16384, step 32
    Input<types::Int> height = 704;  ///< 32 to 16384, step 32
    Input<types::Int> length = 49;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::Image> start_image{};
    struct Outputs : AddedNode {
        Output<types::Latent> latent{*this, 0};
    };
    static constexpr const char* kClassType = "Wan22ImageToVideoLatent";
    void write_to(NodeInputs& to_) const {
        to_("vae", vae); to_("width", width); to_("height", height); to_("length", length);
        to_("batch_size", batch_size); to_("start_image", start_image);
    }
};

/// WanAnimateToVideo (conditioning/video_models)
/// Experimental: it may change.
struct WanAnimateToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 77;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Int> continue_motion_max_frames = 5;  ///< 1 to 16384, step 4
    Input<types::Int> video_frame_offset = 0;  ///< 0 to 16384
    Optional<types::ClipVisionOutput> clip_vision_output{};
    Optional<types::Image> reference_image{};
    Optional<types::Image> face_video{};
    Optional<types::Image> pose_video{};
    Optional<types::Image> background_video{};
    Optional<types::Mask> character_mask{};
    Optional<types::Image> continue_motion{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
        Output<types::Int> trim_latent{*this, 3};
        Output<types::Int> trim_image{*this, 4};
        Output<types::Int> video_frame_offset{*this, 5};
    };
    static constexpr const char* kClassType = "WanAnimateToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("continue_motion_max_frames", continue_motion_max_frames);
        to_("video_frame_offset", video_frame_offset); to_("clip_vision_output", clip_vision_output);
        to_("reference_image", reference_image); to_("face_video", face_video); to_("pose_video", pose_video);
        to_("background_video", background_video); to_("character_mask", character_mask);
        to_("continue_motion", continue_motion);
    }
};

/// WanCameraEmbedding (camera)
struct WanCameraEmbedding {
    struct CameraPose : Choice {
        enum Known {
            Static, Pan_Up, Pan_Down, Pan_Left, Pan_Right, Zoom_In, Zoom_Out, Anti_Clockwise_ACW, ClockWise_CW,
        };
        CameraPose(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "Static", "Pan Up", "Pan Down", "Pan Left", "Pan Right", "Zoom In", "Zoom Out", "Anti Clockwise (ACW)",
            "ClockWise (CW)",
        };
    };
    Input<CameraPose> camera_pose = CameraPose::Static;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Optional<types::Float> speed = 1.0;  ///< 0 to 10.0, step 0.1
    Optional<types::Float> fx = 0.5;  ///< 0 to 1, step 1e-09
    Optional<types::Float> fy = 0.5;  ///< 0 to 1, step 1e-09
    Optional<types::Float> cx = 0.5;  ///< 0 to 1, step 0.01
    Optional<types::Float> cy = 0.5;  ///< 0 to 1, step 0.01
    struct Outputs : AddedNode {
        Output<types::WanCameraEmbedding> camera_embedding{*this, 0};
        Output<types::Int> width{*this, 1};
        Output<types::Int> height{*this, 2};
        Output<types::Int> length{*this, 3};
    };
    static constexpr const char* kClassType = "WanCameraEmbedding";
    void write_to(NodeInputs& to_) const {
        to_("camera_pose", camera_pose); to_("width", width); to_("height", height); to_("length", length);
        to_("speed", speed); to_("fx", fx); to_("fy", fy); to_("cx", cx); to_("cy", cy);
    }
};

/// WanCameraImageToVideo (conditioning/video_models)
struct WanCameraImageToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::ClipVisionOutput> clip_vision_output{};
    Optional<types::Image> start_image{};
    Optional<types::WanCameraEmbedding> camera_conditions{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanCameraImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("clip_vision_output", clip_vision_output); to_("start_image", start_image);
        to_("camera_conditions", camera_conditions);
    }
};

/// WAN Context Windows (Manual) (context)
/// Experimental: it may change.
struct WanContextWindowsManual {
    using ContextSchedule = ::divan::nodes::ContextSchedule;
    using FuseMethod = ::divan::nodes::FuseMethod;
    Required<types::Model> model;
    Input<types::Int> context_length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> context_overlap = 30;  ///< at least 0
    Required<ContextSchedule> context_schedule;
    Input<types::Int> context_stride = 1;  ///< at least 1
    Input<types::Boolean> closed_loop = false;
    Input<FuseMethod> fuse_method = FuseMethod::pyramid;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
    };
    static constexpr const char* kClassType = "WanContextWindowsManual";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("context_length", context_length); to_("context_overlap", context_overlap);
        to_("context_schedule", context_schedule); to_("context_stride", context_stride);
        to_("closed_loop", closed_loop); to_("fuse_method", fuse_method);
    }
};

/// WanFirstLastFrameToVideo (conditioning/video_models)
struct WanFirstLastFrameToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::ClipVisionOutput> clip_vision_start_image{};
    Optional<types::ClipVisionOutput> clip_vision_end_image{};
    Optional<types::Image> start_image{};
    Optional<types::Image> end_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanFirstLastFrameToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("clip_vision_start_image", clip_vision_start_image);
        to_("clip_vision_end_image", clip_vision_end_image); to_("start_image", start_image);
        to_("end_image", end_image);
    }
};

/// WanFunControlToVideo (conditioning/video_models)
struct WanFunControlToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::ClipVisionOutput> clip_vision_output{};
    Optional<types::Image> start_image{};
    Optional<types::Image> control_video{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanFunControlToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("clip_vision_output", clip_vision_output); to_("start_image", start_image);
        to_("control_video", control_video);
    }
};

/// WanFunInpaintToVideo (conditioning/video_models)
struct WanFunInpaintToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::ClipVisionOutput> clip_vision_output{};
    Optional<types::Image> start_image{};
    Optional<types::Image> end_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanFunInpaintToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("clip_vision_output", clip_vision_output); to_("start_image", start_image); to_("end_image", end_image);
    }
};

/// WanHuMoImageToVideo (conditioning/video_models)
/// Experimental: it may change.
struct WanHuMoImageToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 97;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::AudioEncoderOutput> audio_encoder_output{};
    Optional<types::Image> ref_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanHuMoImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("audio_encoder_output", audio_encoder_output); to_("ref_image", ref_image);
    }
};

/// Wan Image to Image (api node/image/Wan)
/// Calls a paid service: the run needs a comfy.org key.
struct WanImageToImageApi {
    struct Model : Choice {
        enum Known {wan2_5_i2i_preview};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"wan2.5-i2i-preview"};
    };
    Input<Model> model = Model::wan2_5_i2i_preview;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "WanImageToImageApi";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("image", image); to_("prompt", prompt); to_("negative_prompt", negative_prompt);
        to_("seed", seed); to_("watermark", watermark);
    }
};

/// WanImageToVideo (conditioning/video_models)
struct WanImageToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::ClipVisionOutput> clip_vision_output{};
    Optional<types::Image> start_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("clip_vision_output", clip_vision_output); to_("start_image", start_image);
    }
};

/// Wan Image to Video (api node/video/Wan)
/// Calls a paid service: the run needs a comfy.org key.
struct WanImageToVideoApi {
    struct Model : Choice {
        enum Known {wan2_5_i2v_preview};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"wan2.5-i2v-preview"};
    };
    struct Resolution : Choice {
        enum Known {_480P, _720P, _1080P};
        Resolution(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"480P", "720P", "1080P"};
    };
    Input<Model> model = Model::wan2_5_i2v_preview;
    Required<types::Image> image;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<Resolution> resolution = Resolution::_480P;
    Optional<types::Int> duration = 5;  ///< 5 to 10, step 5
    Optional<types::Audio> audio{};
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> generate_audio = false;
    Optional<types::Boolean> prompt_extend = true;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "WanImageToVideoApi";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("image", image); to_("prompt", prompt); to_("negative_prompt", negative_prompt);
        to_("resolution", resolution); to_("duration", duration); to_("audio", audio); to_("seed", seed);
        to_("generate_audio", generate_audio); to_("prompt_extend", prompt_extend); to_("watermark", watermark);
    }
};

/// WanPhantomSubjectToVideo (conditioning/video_models)
struct WanPhantomSubjectToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::Image> images{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative_text{*this, 1};
        Output<types::Conditioning> negative_img_text{*this, 2};
        Output<types::Latent> latent{*this, 3};
    };
    static constexpr const char* kClassType = "WanPhantomSubjectToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size); to_("images", images);
    }
};

/// WanSoundImageToVideo (conditioning/video_models)
struct WanSoundImageToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 77;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Optional<types::AudioEncoderOutput> audio_encoder_output{};
    Optional<types::Image> ref_image{};
    Optional<types::Image> control_video{};
    Optional<types::Image> ref_motion{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanSoundImageToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("audio_encoder_output", audio_encoder_output); to_("ref_image", ref_image);
        to_("control_video", control_video); to_("ref_motion", ref_motion);
    }
};

/// WanSoundImageToVideoExtend (conditioning/video_models)
struct WanSoundImageToVideoExtend {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> length = 77;  ///< 1 to 16384, step 4
    Required<types::Latent> video_latent;
    Optional<types::AudioEncoderOutput> audio_encoder_output{};
    Optional<types::Image> ref_image{};
    Optional<types::Image> control_video{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanSoundImageToVideoExtend";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("length", length);
        to_("video_latent", video_latent); to_("audio_encoder_output", audio_encoder_output);
        to_("ref_image", ref_image); to_("control_video", control_video);
    }
};

/// Wan Text to Image (api node/image/Wan)
/// Calls a paid service: the run needs a comfy.org key.
struct WanTextToImageApi {
    struct Model : Choice {
        enum Known {wan2_5_t2i_preview};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"wan2.5-t2i-preview"};
    };
    Input<Model> model = Model::wan2_5_t2i_preview;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<types::Int> width = 1024;  ///< 768 to 1440, step 32
    Optional<types::Int> height = 1024;  ///< 768 to 1440, step 32
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> prompt_extend = true;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "WanTextToImageApi";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("width", width);
        to_("height", height); to_("seed", seed); to_("prompt_extend", prompt_extend); to_("watermark", watermark);
    }
};

/// Wan Text to Video (api node/video/Wan)
/// Calls a paid service: the run needs a comfy.org key.
struct WanTextToVideoApi {
    struct Model : Choice {
        enum Known {wan2_5_t2v_preview};
        Model(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {"wan2.5-t2v-preview"};
    };
    struct Size : Choice {
        enum Known {
            _480p_1_1_624x624, _480p_16_9_832x480, _480p_9_16_480x832, _720p_1_1_960x960, _720p_16_9_1280x720,
            _720p_9_16_720x1280, _720p_4_3_1088x832, _720p_3_4_832x1088, _1080p_1_1_1440x1440,
            _1080p_16_9_1920x1080, _1080p_9_16_1080x1920, _1080p_4_3_1632x1248, _1080p_3_4_1248x1632,
        };
        Size(Known known) : Choice{kTexts[known]} {}
        using Choice::Choice;
        static constexpr const char* kTexts[] = {
            "480p: 1:1 (624x624)", "480p: 16:9 (832x480)", "480p: 9:16 (480x832)", "720p: 1:1 (960x960)",
            "720p: 16:9 (1280x720)", "720p: 9:16 (720x1280)", "720p: 4:3 (1088x832)", "720p: 3:4 (832x1088)",
            "1080p: 1:1 (1440x1440)", "1080p: 16:9 (1920x1080)", "1080p: 9:16 (1080x1920)",
            "1080p: 4:3 (1632x1248)", "1080p: 3:4 (1248x1632)",
        };
    };
    Input<Model> model = Model::wan2_5_t2v_preview;
    Input<types::String> prompt = "";  ///< multiline
    Optional<types::String> negative_prompt = "";  ///< multiline
    Optional<Size> size = Size::_480p_1_1_624x624;
    Optional<types::Int> duration = 5;  ///< 5 to 10, step 5
    Optional<types::Audio> audio{};
    Optional<types::Int> seed = 0;  ///< 0 to 2147483647
    Optional<types::Boolean> generate_audio = false;
    Optional<types::Boolean> prompt_extend = true;
    Optional<types::Boolean> watermark = true;
    struct Outputs : AddedNode {
        Output<types::Video> video{*this, 0};
    };
    static constexpr const char* kClassType = "WanTextToVideoApi";
    void write_to(NodeInputs& to_) const {
        to_("model", model); to_("prompt", prompt); to_("negative_prompt", negative_prompt); to_("size", size);
        to_("duration", duration); to_("audio", audio); to_("seed", seed); to_("generate_audio", generate_audio);
        to_("prompt_extend", prompt_extend); to_("watermark", watermark);
    }
};

/// WanTrackToVideo (conditioning/video_models)
struct WanTrackToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::String> tracks = "[]";  ///< multiline
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Float> temperature = 220.0;  ///< 1.0 to 1000.0, step 0.1
    Input<types::Int> topk = 2;  ///< 1 to 10
    Required<types::Image> start_image;
    Optional<types::ClipVisionOutput> clip_vision_output{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
    };
    static constexpr const char* kClassType = "WanTrackToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("tracks", tracks);
        to_("width", width); to_("height", height); to_("length", length); to_("batch_size", batch_size);
        to_("temperature", temperature); to_("topk", topk); to_("start_image", start_image);
        to_("clip_vision_output", clip_vision_output);
    }
};

/// WanVaceToVideo (conditioning/video_models)
struct WanVaceToVideo {
    Required<types::Conditioning> positive;
    Required<types::Conditioning> negative;
    Required<types::Vae> vae;
    Input<types::Int> width = 832;  ///< 16 to 16384, step 16
    Input<types::Int> height = 480;  ///< 16 to 16384, step 16
    Input<types::Int> length = 81;  ///< 1 to 16384, step 4
    Input<types::Int> batch_size = 1;  ///< 1 to 4096
    Input<types::Float> strength = 1.0;  ///< 0.0 to 1000.0, step 0.01
    Optional<types::Image> control_video{};
    Optional<types::Mask> control_masks{};
    Optional<types::Image> reference_image{};
    struct Outputs : AddedNode {
        Output<types::Conditioning> positive{*this, 0};
        Output<types::Conditioning> negative{*this, 1};
        Output<types::Latent> latent{*this, 2};
        Output<types::Int> trim_latent{*this, 3};
    };
    static constexpr const char* kClassType = "WanVaceToVideo";
    void write_to(NodeInputs& to_) const {
        to_("positive", positive); to_("negative", negative); to_("vae", vae); to_("width", width);
        to_("height", height); to_("length", length); to_("batch_size", batch_size); to_("strength", strength);
        to_("control_video", control_video); to_("control_masks", control_masks);
        to_("reference_image", reference_image);
    }
};

/// Webcam Capture (image)
struct WebcamCapture {
    Required<Widget<types::Webcam>> image;
    Input<types::Int> width = 0;  ///< 0 to 16384
    Input<types::Int> height = 0;  ///< 0 to 16384
    Input<types::Boolean> capture_on_queue = true;
    struct Outputs : AddedNode {
        Output<types::Image> image{*this, 0};
    };
    static constexpr const char* kClassType = "WebcamCapture";
    void write_to(NodeInputs& to_) const {
        to_("image", image); to_("width", width); to_("height", height); to_("capture_on_queue", capture_on_queue);
    }
};

/// unCLIPCheckpointLoader (loaders)
struct unCLIPCheckpointLoader {
    Required<types::Combo> ckpt_name;
    struct Outputs : AddedNode {
        Output<types::Model> model{*this, 0};
        Output<types::Clip> clip{*this, 1};
        Output<types::Vae> vae{*this, 2};
        Output<types::ClipVision> clip_vision{*this, 3};
    };
    static constexpr const char* kClassType = "unCLIPCheckpointLoader";
    void write_to(NodeInputs& to_) const {
        to_("ckpt_name", ckpt_name);
    }
};

/// unCLIPConditioning (conditioning)
struct unCLIPConditioning {
    Required<types::Conditioning> conditioning;
    Required<types::ClipVisionOutput> clip_vision_output;
    Input<types::Float> strength = 1.0;  ///< -10.0 to 10.0, step 0.01
    Input<types::Float> noise_augmentation = 0.0;  ///< 0.0 to 1.0, step 0.01
    struct Outputs : AddedNode {
        Output<types::Conditioning> conditioning{*this, 0};
    };
    static constexpr const char* kClassType = "unCLIPConditioning";
    void write_to(NodeInputs& to_) const {
        to_("conditioning", conditioning); to_("clip_vision_output", clip_vision_output); to_("strength", strength);
        to_("noise_augmentation", noise_augmentation);
    }
};

}  // namespace divan::nodes
