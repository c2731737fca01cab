"""What tb_lifecycle costs, beside its peers in the same run. Start with scripts/benchmark."""
