import pytest

from tb_lifecycle.reading.metrics.direction import better, is_cost, unit

UP = """
at_accuracy versus_acc
accuracy train/accuracy valAccuracy val_acc acc1 top_5_accuracy mAP mAP@0.5 map50 f1 F1Score auc
precision recall validation.precision bleu reward episode_return eval/iou meanIoU miou score r2
recall@10 success_rate neg_mean_squared_error log_likelihood steps_per_second examples/sec
true_positives true_negative_rate categorical_accuracy exact_match eval/em pass@1 explained_variance
ep_rew_mean si_sdr si-snri pesq stoi snr mfu tokens_per_sec throughput qps hit_rate@5 ndcg@10 ctr
recall_at_precision_90 tpr@fpr0.01 error_reduction loss_drop win_rate rougeLsum chrF++ IDF1 elbo
1-error one_minus_wer val/1-fpr
"""
DOWN = """
loss validation/loss epoch_loss trainLoss error test-err top5_error error_rate rmse RMSE mae mse
perplexity ppl PPL wer WER cer latency latency_p99 wall_time train/epoch_time duration cross_entropy
binary_crossentropy nll neg_log_likelihood false_negative_rate false_positives rootMeanSquaredError
error_score fid ece bits_per_dim bits_per_byte epe mpjpe chamfer_distance edit_distance mean_rank
dropped_frames toxicity collision_rate hd95 fvd minADE policy_loss memory gpu_mem_gb peak_memory ttft
fpr@95tpr fpr95 fpr_at_95_tpr loss_vs_accuracy evaluation_loss_vs_iterations accuracy_drop forgetting
1-acc 1-ssim val/1-acc one_minus_auc 1_minus_dice
"""
NEITHER = """
lossless learning_rate lr epoch global_step time_step batch_size grad_norm loss_scale accuracy_std
floss glossy timeline mapping entropy x 0 - not_accuracy non_accuracy accuracy_gap loss_weight
time/total_timesteps rank gpu_memory_utilization kl temperature accuracy_target
"""


@pytest.mark.parametrize("name", UP.split())
def test_more_is_better(name: str) -> None:
    assert better(name) == "up"


@pytest.mark.parametrize("name", DOWN.split())
def test_less_is_better(name: str) -> None:
    assert better(name) == "down"


@pytest.mark.parametrize("name", [*NEITHER.split(), "", "größe"])
def test_name_does_not_tell(name: str) -> None:
    assert better(name) is None


def test_a_number_in_a_name_is_no_complement() -> None:
    assert better("top-1-acc") == "up"
    assert better("layer-1-loss") == "down"


def test_what_a_run_takes_is_no_measure_of_it() -> None:
    assert all(map(is_cost, ["duration", "eval/latency", "mfu", "peak_memory", "lr", "steps/sec"]))
    assert not any(map(is_cost, ["loss", "bits_per_dim", "exact_match", "mean_rank", "score"]))


def test_units() -> None:
    assert unit("epoch_seconds") == "s"
    assert unit("duration") is None  # of what somebody logged under that name: it may be minutes
    assert unit("steps_per_second") is None
    assert unit("accuracy") is None
