"""What people do. One module per noun; views, commands and forms call these."""
