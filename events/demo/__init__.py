"""The demo community: invented people, tribes and meetups, planted by the actions that people use."""
