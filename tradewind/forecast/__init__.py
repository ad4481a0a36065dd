"""What comes: monthly sales ahead, with bands that are as wide as the forecast's own past errors.

`series.sales` checks what was sold, `replay.replay` forecasts it from earlier months too, `blend` averages the models
by what these say, `hierarchy` makes sums agree, `bands` draws the bands, `demand` does it all, `backtest` says how
right it would have been. The models themselves are statsforecast's, loaded when first used.
"""
