"""What `prove rsvps` is made of: the servers, the stage, the crowd that presses, and the one who watches."""
