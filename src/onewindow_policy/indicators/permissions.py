"""The permission of this room; it counts where somebody works (`scope_of`)."""

VIEW_FIGURES = "onewindow_policy: View Figures"
